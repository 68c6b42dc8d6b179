/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * manual_text.c - see manual_text.h.
 *
 * roff turns quotes, hyphens, carets and tildes into what looks better in print and cannot be pasted, takes a dot or a
 * quote at the beginning of a line for a request, and a macro takes double quotes for its own (groff_char(7), mdoc(7)).
 */
#include "cli/help/manual_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_WIDTH 55 /* of text; escapes make it longer */

static const struct {
	char byte;
	const char *escape;
} escapes[] = {
	{ '\\', "\\e" },  { '-', "\\-" },   { '\'', "\\(aq" }, { '"', "\\(dq" },
	{ '`', "\\(ga" }, { '^', "\\(ha" }, { '~', "\\(ti" },
};

/* A character of UTF-8 beyond ASCII; returns its last byte. */
static const char *print_character(const char *at, FILE *out)
{
	unsigned char first = (unsigned char)*at;
	uint32_t code = first < 0xe0 ? first & 0x1f : first < 0xf0 ? first & 0x0f : first & 0x07;

	while (((unsigned char)at[1] & 0xc0) == 0x80)
		code = code << 6 | ((unsigned char)*++at & 0x3f);
	fprintf(out, "\\[u%04X]", (unsigned)code);
	return at;
}

static const char *print_byte(const char *at, FILE *out)
{
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		if (escapes[i].byte == *at) {
			fputs(escapes[i].escape, out);
			return at;
		}
	}
	if ((unsigned char)*at >= 0x80)
		return print_character(at, out);
	fputc(*at, out);
	return at;
}

void mst_manual_literal(const char *line, FILE *out)
{
	if (*line == '.')
		fputs("\\&", out);
	for (; *line; line++)
		line = print_byte(line, out);
	fputc('\n', out);
}

/* Where a line of input may end, so that those who read the source can. */
static bool ends_line(const char *at, const char *start)
{
	return *at == ' ' && at[1] && (at[-1] == '.' || at - start >= LINE_WIDTH);
}

void mst_manual_text(const char *text, FILE *out)
{
	const char *start = text;

	for (; *text; text++) {
		if (text == start && *text == '.')
			fputs("\\&", out);
		if (*text == '\n') {
			fputs("\n.Pp\n", out);
			start = text + 1;
		} else if (text > start && ends_line(text, start)) {
			fputc('\n', out);
			start = text + 1;
		} else {
			text = print_byte(text, out);
		}
	}
	fputc('\n', out);
}

/* A word that names a macro would be called as one, a lone "|" or "," would be set apart. */
void mst_manual_argument(const char *text, FILE *out)
{
	fputs("\"\\&", out);
	for (; *text; text++)
		text = print_byte(text, out);
	fputc('"', out);
}
