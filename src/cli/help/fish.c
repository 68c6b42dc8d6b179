/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fish.c - the script for fish: a line for each command, option and word (complete(1) of fish).
 */
#include "cli/help/completion.h"

#include "cli/help/usage.h"
#include <muster/text.h>

static const char *const completers[] = {
	[MST_COMPLETES_NOTHING] = "-x",
	[MST_COMPLETES_FILES] = "-rF",
	[MST_COMPLETES_INTERFACES] = "-xa '(command ls /sys/class/net)'",
	[MST_COMPLETES_HOSTS] = "-xa '(__fish_print_hostnames)'",
};

/* In single quotes. */
static void print_quoted(const char *text, FILE *out)
{
	fputc('\'', out);
	mst_print_escaped(text, "\\'", out);
	fputc('\'', out);
}

static void print_option(const struct mst_command *command, const struct mst_option *option, FILE *out)
{
	enum mst_completes completes = mst_completes_value(option);
	char brief[MST_BRIEF_MAX];

	fprintf(out, "complete -c muster -n '__muster_is %s' -l %s", command->name, option->name);
	if (option->letter)
		fprintf(out, " -s %c", option->letter);
	if (option->argument && completes == MST_COMPLETES_WORDS) {
		fputs(" -xa '", out);
		mst_print_values(option, out);
		fputc('\'', out);
	} else if (option->argument) {
		fprintf(out, " %s", completers[completes]);
	}
	fputs(" -d ", out);
	print_quoted(mst_option_brief(option, brief), out);
	fputc('\n', out);
}

static void print_word(const char *word, FILE *out)
{
	fprintf(out, " %s", word);
}

static void print_command(mst_command_list commands, const struct mst_command *command, FILE *out)
{
	enum mst_completes completes = mst_completes_words(command);

	fprintf(out, "complete -c muster -n __muster_is_new -a %s -d ", command->name);
	print_quoted(command->summary, out);
	fputc('\n', out);
	mst_completion_options(command, out, print_option);
	if (completes != MST_COMPLETES_NOTHING)
		fprintf(out, "complete -c muster -n '__muster_is %s' %s\n", command->name, completers[completes]);
	if (!command->words && !command->names_commands)
		return;
	fprintf(out, "complete -c muster -n '__muster_is %s' -a '", command->name);
	mst_completion_words(commands, command, out, print_word);
	fputs("'\n", out);
}

void mst_usage_fish(mst_command_list commands, FILE *out)
{
	fputs("# fish completion of muster: keep it in ~/.config/fish/completions/muster.fish\n"
	      "function __muster_is_new\n"
	      "\tset -l words (commandline -opc)\n"
	      "\ttest (count $words) -lt 2\n"
	      "end\n"
	      "function __muster_is\n"
	      "\tset -l words (commandline -opc)\n"
	      "\ttest (count $words) -ge 2; and test $words[2] = $argv[1]\n"
	      "end\n"
	      "complete -c muster -f\n"
	      "complete -c muster -n __muster_is_new -s h -l help -d 'list the commands'\n"
	      "complete -c muster -n __muster_is_new -s V -l version -d 'print the version'\n",
	      out);
	for (size_t i = 0; commands[i]; i++)
		print_command(commands, commands[i], out);
}
