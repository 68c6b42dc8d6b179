/* fuzz_spoken.c - any line of a ping program: what is believed is in range. */
#include <stdlib.h>
#include <string.h>

#include "ping/spoken.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *line = malloc(count + 1);
	struct mst_spoken spoken;

	memcpy(line, bytes, count);
	line[count] = '\0';
	if (mst_spoken_read(&spoken, line)) {
		if (spoken.reply + spoken.duplicate + spoken.error + spoken.failure != 1)
			abort();
		if (spoken.failure ? spoken.why <= 0 : spoken.from.family == MST_NO_FAMILY)
			abort();
		if ((spoken.reply || spoken.duplicate) && (spoken.rtt_ns < 0 || spoken.rtt_ns > INT64_C(10000001000000)))
			abort();
	}
	free(line);
	return 0;
}
