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

static void check(const struct mst_payloads *payloads, uint16_t port)
{
	const struct mst_payload *payload = mst_payload_for(payloads, port);

	assert(payload->bytes && payload->count <= MST_PAYLOAD_BYTES);
	assert(payload->sum == mst_sum_bytes(0, payload->bytes, payload->count));
}

/* The ports that the text names, as far as they are numbers, and those around them. */
static void check_named(const struct mst_payloads *payloads, const uint8_t *bytes, size_t count)
{
	uint32_t number = 0;

	for (size_t i = 0; i < count; i++) {
		bool digit = bytes[i] >= '0' && bytes[i] <= '9';

		number = digit ? number * 10 + (uint32_t)(bytes[i] - '0') : 0;
		check(payloads, (uint16_t)number);
		check(payloads, (uint16_t)(number + 1));
	}
	check(payloads, UINT16_MAX);
	assert(mst_payload_for(payloads, 0)->count == 0);
}

/* Beside the built-in ones, which are read once: a text alone is checked far more often in the same time. */
static void check_builtin(void)
{
	static bool checked;
	struct mst_payloads *payloads;

	if (checked)
		return;
	checked = true;
	assert(mst_payloads_new(&payloads, NULL) == 0);
	for (uint32_t port = 0; port <= UINT16_MAX; port++)
		check(payloads, (uint16_t)port);
	mst_payloads_free(payloads);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct mst_payloads *payloads;
	struct mst_error err;
	int code = mst_payloads_new_empty(&payloads, &err);

	check_builtin();
	assert(code == 0);
	code = mst_payloads_read(payloads, "text", (const char *)bytes, count, &err);
	if (code < 0) {
		assert(code == -EINVAL && memchr(err.text, '\0', sizeof err.text));
		assert(strncmp(err.text, "text line ", 10) == 0);
	}
	check_named(payloads, bytes, count);
	mst_payloads_free(payloads);
	return 0;
}
