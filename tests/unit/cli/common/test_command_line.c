/* SPDX-License-Identifier: BSD-2-Clause */
/* test_command_line.c - a word is read by a shell as it was, and steers no terminal. */
#include "cli/common/command_line.h"

#include <criterion/criterion.h>
#include <muster/text.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const words[] = {
	"10.0.0.1", "a b",      "it's", "$(reboot)",    "", "gr\xc3\xbc\xc3\x9f", "a\x1b[2J",
	"a\nb",     "'\x01\\'", "\a7",  "\xff\xc2\x9b",
};

/* What bash makes of it. */
static void read_by_bash(const char *quoted, char *text, size_t size)
{
	char path[64], command[80];
	FILE *file;
	size_t count;

	snprintf(path, sizeof path, "/tmp/mst-word-%d", getpid());
	file = fopen(path, "w");
	fprintf(file, "printf %%s %s", quoted);
	fclose(file);
	snprintf(command, sizeof command, "bash %s", path);
	file = popen(command, "r");
	count = fread(text, 1, size - 1, file);
	text[count] = '\0';
	pclose(file);
	unlink(path);
}

Test(cli_common_command_line, bash_reads_each_word_as_it_was)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char quoted[128] = "", text[128];
		FILE *out = fmemopen(quoted, sizeof quoted, "w");

		mst_command_word(words[i], out);
		fclose(out);
		cr_expect(mst_text_is_printable(quoted), "%zu", i);
		read_by_bash(quoted, text, sizeof text);
		cr_expect_str_eq(text, words[i], "%s", quoted);
	}
}
