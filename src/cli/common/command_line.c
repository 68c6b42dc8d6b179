/* SPDX-License-Identifier: BSD-2-Clause */
/* command_line.c - see command_line.h. */
#include "cli/common/command_line.h"

#include <stdio.h>
#include <string.h>

void mst_command_word(const char *word, FILE *out)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";

	if (*word && strspn(word, safe) == strlen(word)) {
		fputs(word, out);
		return;
	}
	fputc('\'', out);
	for (; *word; word++) {
		if (*word == '\'')
			fputs("'\\''", out);
		else
			fputc(*word, out);
	}
	fputc('\'', out);
}

char *mst_command_line(const char *command, int argc, char **argv)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	if (!out)
		return NULL;
	fprintf(out, "muster %s", command);
	for (int i = 0; i < argc; i++) {
		fputc(' ', out);
		mst_command_word(argv[i], out);
	}
	fclose(out);
	return line;
}
