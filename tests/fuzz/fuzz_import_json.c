/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_import_json.c - any bytes as json or ndjson. */
#include "fuzz/import.h"

static int import(struct mst_gather *gather, struct mst_input *input, struct mst_error *err)
{
	const char *format;

	return mst_import_json(gather, input, &format, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	import_bytes(bytes, count, import);
	return 0;
}
