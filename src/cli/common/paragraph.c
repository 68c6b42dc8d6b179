/* paragraph.c - see paragraph.h. */
#include "cli/common/paragraph.h"

#include <string.h>

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
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		fprintf(out, "%.*s", (int)length, text);
		at += columns;
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}
