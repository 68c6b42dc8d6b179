/* SPDX-License-Identifier: BSD-2-Clause */
/* hex.c - see hex.h. The forms are those of tcpdump -X, -x and -A. */
#include "cli/capture/hex.h"

#include <stdbool.h>

#define EACH 16
#define LINE_MAX_BYTES (EACH / 2 * 5 + 2 + EACH + 1)

static void print_text(const uint8_t *bytes, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t byte = bytes[i];

		if (byte == '\r' && i + 1 < count && bytes[i + 1] == '\n')
			continue;
		fputc((byte >= ' ' && byte < 127) || byte == '\n' || byte == '\t' ? byte : '.', out);
	}
	fputc('\n', out);
}

/* With ASCII the columns of a short line are filled up. A blank in the text would look like none: it is a dot there. */
static void print_line(const uint8_t *bytes, size_t count, size_t at, bool ascii, FILE *out)
{
	static const char digits[] = "0123456789abcdef";
	char line[LINE_MAX_BYTES], *to = line;

	for (size_t i = 0; i < (ascii ? EACH : count); i++) {
		if (i % 2 == 0)
			*to++ = ' ';
		*to++ = i < count ? digits[bytes[i] >> 4] : ' ';
		*to++ = i < count ? digits[bytes[i] & 15] : ' ';
	}
	if (ascii) {
		*to++ = ' ';
		*to++ = ' ';
	}
	for (size_t i = 0; ascii && i < count; i++)
		*to++ = bytes[i] > ' ' && bytes[i] < 127 ? (char)bytes[i] : '.';
	*to++ = '\n';
	fprintf(out, "\t0x%04zx: ", at);
	fwrite(line, 1, (size_t)(to - line), out);
}

void mst_hex_print(const uint8_t *bytes, size_t count, enum mst_hex_form form, FILE *out)
{
	if (form == MST_HEX_ASCII) {
		print_text(bytes, count, out);
		return;
	}
	for (size_t at = 0; at < count; at += EACH)
		print_line(bytes + at, count - at < EACH ? count - at : EACH, at, form == MST_HEX_BOTH, out);
}
