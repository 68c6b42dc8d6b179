/* paragraph.c - see paragraph.h. */
#include "cli/paragraph.h"

#include <stdbool.h>
#include <string.h>

#include "cli/terminal.h"

size_t mst_paragraph_width(FILE *out)
{
	size_t width = mst_terminal_of(fileno(out)).width;

	return width > MST_PARAGRAPH_WIDTH ? width : MST_PARAGRAPH_WIDTH;
}

/* Of UTF-8: every byte but those that continue a character. */
static size_t columns_of(const char *text, size_t length)
{
	size_t columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

void mst_paragraph_print(FILE *out, const char *text, size_t at, size_t indent)
{
	size_t width = mst_paragraph_width(out);

	for (bool first = true; *text; first = false) {
		size_t length = strcspn(text, " "), columns = columns_of(text, length);

		if (!first && at + 1 + columns > width) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			fputc(' ', out);
			at++;
		}
		fprintf(out, "%.*s", (int)length, text);
		at += columns;
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}
