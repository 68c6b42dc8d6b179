/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_system_line.c - any line of a ping program: values that were parsed are in range. */
#include <stdlib.h>
#include <string.h>

#include "ping/system_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *line = malloc(count + 1);
	struct mst_system_line parsed;

	memcpy(line, bytes, count);
	line[count] = '\0';
	switch (mst_system_line_read(&parsed, line)) {
	case MST_LINE_REPLY:
		if (parsed.rtt_ns < -1 || parsed.rtt_ns > INT64_C(10000001000000) || parsed.sequence > 65535)
			abort();
		__attribute__((fallthrough));
	case MST_LINE_ERROR:
		if (parsed.from.family == MST_NO_FAMILY)
			abort();
		break;
	case MST_LINE_FAILURE:
		if (parsed.why <= 0)
			abort();
		break;
	default: break;
	}
	free(line);
	return 0;
}
