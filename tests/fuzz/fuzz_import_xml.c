/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_import_xml.c - any bytes as nmap's XML. */
#include "fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	import_bytes(bytes, count, mst_import_xml);
	return 0;
}
