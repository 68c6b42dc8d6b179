/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_payloads.c - texts of UDP payloads: whatever they say, every port has a payload that fits and is summed up, and
 * what is refused is refused in a sentence that names the line.
 */
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probe/payloads.h"
#include "wire/checksum.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check(const struct mst_payloads *payloads)
{
	const struct mst_payload *last = NULL;

	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		const struct mst_payload *payload = mst_payload_for(payloads, (uint16_t)port);

		if (payload == last)
			continue;
		assert(payload->bytes && payload->count <= MST_PAYLOAD_BYTES);
		assert(payload->sum == mst_sum_bytes(0, payload->bytes, payload->count));
		last = payload;
	}
	assert(mst_payload_for(payloads, 0)->count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_payloads *payloads;
	struct mst_error err;
	int code = mst_payloads_new(&payloads, &err);

	assert(code == 0);
	code = mst_payloads_read(payloads, "text", (const char *)bytes, count, &err);
	if (code < 0) {
		assert(code == -EINVAL && memchr(err.text, '\0', sizeof err.text));
		assert(strncmp(err.text, "text line ", 10) == 0);
	}
	check(payloads);
	mst_payloads_free(payloads);
	return 0;
}
