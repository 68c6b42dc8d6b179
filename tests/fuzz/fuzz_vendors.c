/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_vendors.c - any bytes as a list of vendors: names have no control characters, and every address may be asked. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/vendors.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static void check_name(const char *name)
{
	must(!name || memchr(name, '\0', 64));
	for (; name && *name; name++)
		must((uint8_t)*name >= ' ' && *name != 127);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	FILE *file = count ? fmemopen((void *)bytes, count, "r") : NULL;
	struct mst_vendors *vendors = file ? mst_vendors_read(file) : NULL;
	uint8_t mac[6] = { 0 };

	for (int first = 0; vendors && first < 256; first += 4) {
		mac[0] = (uint8_t)first;
		mac[2] = count > 3 ? bytes[3] : 0;
		check_name(mst_vendor_of(vendors, mac));
	}
	/* The address in the text itself. */
	for (size_t i = 0; vendors && i + 3 <= count; i++)
		check_name(mst_vendor_of(vendors,
		                         (uint8_t[6]){ bytes[i], bytes[i + 1], bytes[i + 2], bytes[0], bytes[1] }));
	mst_vendors_free(vendors);
	if (file)
		fclose(file);
	return 0;
}
