/* SPDX-License-Identifier: BSD-2-Clause */
/* command_line.c - see command_line.h. */
#include "cli/common/command_line.h"

#include <muster/text.h>
#include <stdio.h>
#include <string.h>

/* As bash, zsh and ksh read it; octal, as a digit that follows would belong to hexadecimal ones. */
static void write_escaped(const char *word, FILE *out)
{
	fputs("$'", out);
	for (; *word; word++) {
		if (*word == '\'' || *word == '\\')
			fprintf(out, "\\%c", *word);
		else if (*word >= ' ' && *word <= '~')
			fputc(*word, out);
		else
			fprintf(out, "\\%03o", (unsigned char)*word);
	}
	fputc('\'', out);
}

void mst_command_word(const char *word, FILE *out)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";

	if (*word && strspn(word, safe) == strlen(word)) {
		fputs(word, out);
		return;
	}
	if (!mst_text_is_printable(word)) {
		write_escaped(word, out);
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
