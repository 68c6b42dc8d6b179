/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bash.c - the script for bash: commands, options, and what may stand behind an option.
 *
 * One function with two cases: by command and the word before, then by command alone.
 */
#include "cli/help/completion.h"

#include "cli/help/usage.h"
#include <muster/text.h>

static const char *const replies[] = {
	[MST_COMPLETES_NOTHING] = "COMPREPLY=()",
	[MST_COMPLETES_FILES] = "COMPREPLY=($(compgen -f -- \"$current\"))",
	[MST_COMPLETES_INTERFACES] = "COMPREPLY=($(compgen -W \"$(ls /sys/class/net)\" -- \"$current\"))",
	[MST_COMPLETES_HOSTS] = "COMPREPLY=($(compgen -A hostname -- \"$current\"))",
};

/* What stands behind an option with a value. */
static void print_value(const struct mst_command *command, const struct mst_option *option, FILE *out)
{
	enum mst_completes completes = mst_completes_value(option);

	if (!option->argument)
		return;
	fprintf(out, "\t%s:--%s", command->name, option->name);
	if (option->letter)
		fprintf(out, "|%s:-%c", command->name, option->letter);
	if (completes == MST_COMPLETES_WORDS) {
		fputs(") COMPREPLY=($(compgen -W \"", out);
		mst_print_values(option, out);
		fputs("\" -- \"$current\"))", out);
	} else {
		fprintf(out, ") %s", replies[completes]);
	}
	fputs("; return ;;\n", out);
}

static void print_option(const struct mst_command *command, const struct mst_option *option, FILE *out)
{
	(void)command;
	fprintf(out, " --%s", option->name);
}

static void print_word(const char *word, FILE *out)
{
	fprintf(out, " %s", word);
}

static void print_words_of(mst_command_list commands, const struct mst_command *command, FILE *out)
{
	enum mst_completes completes = mst_completes_words(command);

	fprintf(out, "\t%s) words=\"", command->name);
	mst_completion_options(command, out, print_option);
	mst_completion_words(commands, command, out, print_word);
	fputc('"', out);
	if (completes != MST_COMPLETES_NOTHING)
		fprintf(out, "; [[ $current == -* ]] || { %s; return; }", replies[completes]);
	fputs(" ;;\n", out);
}

void mst_usage_bash(mst_command_list commands, FILE *out)
{
	fputs("# bash completion of muster: source it, or keep it in\n"
	      "# ~/.local/share/bash-completion/completions/muster\n"
	      "_muster()\n{\n"
	      "\tlocal current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words\n"
	      "\tlocal previous=${COMP_WORDS[COMP_CWORD - 1]}\n\n"
	      "\tif ((COMP_CWORD == 1)); then\n\t\tcommand=\n\tfi\n"
	      "\tcase $command:$previous in\n",
	      out);
	for (size_t i = 0; commands[i]; i++)
		mst_completion_options(commands[i], out, print_value);
	fputs("\tesac\n\tcase $command in\n", out);
	for (size_t i = 0; commands[i]; i++)
		print_words_of(commands, commands[i], out);
	fputs("\t*) words=\"--help --version", out);
	for (size_t i = 0; commands[i]; i++)
		print_word(commands[i]->name, out);
	fputs("\" ;;\n\tesac\n"
	      "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n"
	      "complete -F _muster muster\n",
	      out);
}
