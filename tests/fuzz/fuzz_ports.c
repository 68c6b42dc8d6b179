/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_ports.c - lists of ports: what is accepted names at least one port, none of them 0, and can be taken
 * out again.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <muster/targets.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *text = strndup((const char *)bytes, count);
	struct mst_ports ports = { 0 };
	struct mst_error err;

	if (mst_ports_add(&ports, text, &err) == 0) {
		assert(mst_ports_count(&ports) > 0 && !mst_ports_has(&ports, 0));
		assert(mst_ports_remove(&ports, text, &err) == 0);
	} else {
		assert(memchr(err.text, '\0', sizeof err.text));
	}
	assert(mst_ports_count(&ports) == 0);
	free(text);
	return 0;
}
