/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zsh.c - the script for zsh: a function of compsys (zshcompsys(1)) whose _arguments come out of the tables.
 *
 * A specification stands in single quotes, an option as '--name=[what it does]:VALUE:action'.
 */
#include <muster/text.h>
#include <string.h>

#include "cli/help/completion.h"
#include "cli/help/usage.h"

static const char *const actions[] = {
	[MST_COMPLETES_NOTHING] = " ",
	[MST_COMPLETES_FILES] = "_files",
	[MST_COMPLETES_INTERFACES] = "_net_interfaces",
	[MST_COMPLETES_HOSTS] = "_hosts",
};

/* Inside single quotes, and inside the brackets of a specification. */
static void print_description(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else if (strchr("[]:\\", *text))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

/* One way to write the option: --name or -l. */
static void print_form(const struct mst_option *option, const char *form, const char *join, FILE *out)
{
	enum mst_completes completes = mst_completes_value(option);
	char brief[MST_BRIEF_MAX];

	fputs("\t\t\t'", out);
	if (option->kind == MST_OPT_LIST)
		fputc('*', out);
	else if (option->letter)
		fprintf(out, "(-%c --%s)", option->letter, option->name);
	fprintf(out, "%s%s[", form, option->argument ? join : "");
	print_description(mst_option_brief(option, brief), out);
	fputc(']', out);
	if (option->argument) {
		fprintf(out, ":%s:", option->argument);
		if (completes == MST_COMPLETES_WORDS) {
			fputc('(', out);
			mst_print_values(option, out);
			fputc(')', out);
		} else {
			fputs(actions[completes], out);
		}
	}
	fputs("' \\\n", out);
}

static void print_option(const struct mst_command *command, const struct mst_option *option, FILE *out)
{
	char form[64];

	(void)command;
	snprintf(form, sizeof form, "--%s", option->name);
	print_form(option, form, "=", out);
	if (!option->letter)
		return;
	snprintf(form, sizeof form, "-%c", option->letter);
	print_form(option, form, "+", out);
}

static void print_word(const char *word, FILE *out)
{
	fprintf(out, " %s", word);
}

static void print_command(mst_command_list commands, const struct mst_command *command, FILE *out)
{
	enum mst_completes completes = mst_completes_words(command);

	fprintf(out, "\t\t%s)\n\t\t\t_arguments -s -S \\\n", command->name);
	mst_completion_options(command, out, print_option);
	fputs("\t\t\t'*:word:", out);
	if (command->words || command->names_commands) {
		fputc('(', out);
		mst_completion_words(commands, command, out, print_word);
		fputc(')', out);
	} else {
		fputs(actions[completes], out);
	}
	fputs("' ;;\n", out);
}

void mst_usage_zsh(mst_command_list commands, FILE *out)
{
	fputs("#compdef muster\n"
	      "# zsh completion of muster: keep it as _muster in a folder of $fpath\n"
	      "_muster()\n{\n"
	      "\tlocal curcontext=$curcontext state line\n"
	      "\tlocal -A opt_args\n"
	      "\tlocal -a commands=(\n",
	      out);
	for (size_t i = 0; commands[i]; i++) {
		fprintf(out, "\t\t'%s:", commands[i]->name);
		print_description(commands[i]->summary, out);
		fputs("'\n", out);
	}
	fputs("\t)\n\n"
	      "\t_arguments -C '(- *)'{-h,--help}'[list the commands]' '(- *)'{-V,--version}'[print the version]' \\\n"
	      "\t\t'1:command:->command' '*::word:->words'\n"
	      "\tcase $state in\n"
	      "\tcommand) _describe command commands ;;\n"
	      "\twords)\n"
	      "\t\tcurcontext=${curcontext%:*}-$words[1]:\n"
	      "\t\tcase $words[1] in\n",
	      out);
	for (size_t i = 0; commands[i]; i++)
		print_command(commands, commands[i], out);
	fputs("\t\tesac ;;\n\tesac\n}\n\n"
	      "if [[ $funcstack[1] == _muster ]]; then\n\t_muster \"$@\"\nelse\n\tcompdef _muster muster\nfi\n",
	      out);
}
