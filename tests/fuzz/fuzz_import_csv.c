/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_import_csv.c - any bytes as csv. */
#include "fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	import_bytes(bytes, count, mst_import_csv);
	return 0;
}
