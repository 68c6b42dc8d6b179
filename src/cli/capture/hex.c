/* SPDX-License-Identifier: BSD-2-Clause */
/* hex.c - see hex.h. */
#include "cli/capture/hex.h"

#define EACH 16

static void print_line(const uint8_t *bytes, size_t count, size_t at, FILE *out)
{
	fprintf(out, "\t0x%04zx: ", at);
	for (size_t i = 0; i < EACH; i++) {
		if (i % 2 == 0)
			fputc(' ', out);
		if (i < count)
			fprintf(out, "%02x", bytes[i]);
		else
			fputs("  ", out);
	}
	fputs("  ", out);
	for (size_t i = 0; i < count; i++)
		fputc(bytes[i] >= ' ' && bytes[i] < 127 ? bytes[i] : '.', out);
	fputc('\n', out);
}

void mst_hex_print(const uint8_t *bytes, size_t count, FILE *out)
{
	for (size_t at = 0; at < count; at += EACH)
		print_line(bytes + at, count - at < EACH ? count - at : EACH, at, out);
}
