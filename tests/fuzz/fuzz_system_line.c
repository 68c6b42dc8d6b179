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
	if (mst_system_line_read(&parsed, line)) {
		if (parsed.reply + parsed.duplicate + parsed.error + parsed.failure != 1)
			abort();
		if (parsed.failure ? parsed.why <= 0 : parsed.from.family == MST_NO_FAMILY)
			abort();
		if ((parsed.reply || parsed.duplicate) &&
		    (parsed.rtt_ns < 0 || parsed.rtt_ns > INT64_C(10000001000000)))
			abort();
	}
	free(line);
	return 0;
}
