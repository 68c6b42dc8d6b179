/* SPDX-License-Identifier: BSD-2-Clause */
/* paragraph.c - see paragraph.h. */
#include "cli/common/paragraph.h"

#include <muster/text.h>
#include <string.h>

#include "cli/common/terminal.h"

#define SCREEN_WIDTH 80
#define SCREEN_NARROWEST 50
#define SCREEN_WIDEST 120

/* Every byte but those that continue a character. */
size_t mst_columns(const char *text, size_t length)
{
	size_t columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

void mst_paragraph_print(FILE *out, const char *text, size_t indent, size_t width)
{
	size_t at = indent;

	while (*text) {
		size_t length = strcspn(text, " "), columns = mst_columns(text, length);

		if (at > indent && at + 1 + columns > width) {
			mst_print(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		mst_print(out, "%.*s", (int)length, text);
		at += columns;
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}

/* As wide as the terminal, within reason; what is no terminal may become one later. */
struct mst_text_area mst_text_area_of(FILE *out)
{
	struct mst_terminal terminal = mst_terminal_of(fileno(out));
	size_t width = terminal.width ? terminal.width : SCREEN_WIDTH;

	return (struct mst_text_area){
		out,
		width < SCREEN_NARROWEST ? SCREEN_NARROWEST
		: width > SCREEN_WIDEST  ? SCREEN_WIDEST
					 : width,
	};
}

void mst_text_area_entry(const struct mst_text_area *page, const char *word, const char *meaning, size_t width)
{
	size_t columns = mst_columns(word, strlen(word));

	mst_print(page->out, "  %s", word);
	if (columns > width)
		mst_print(page->out, "\n%*s", (int)width + 4, "");
	else
		mst_print(page->out, "%*s", (int)(width - columns) + 2, "");
	mst_paragraph_print(page->out, meaning, width + 4, page->width);
}
