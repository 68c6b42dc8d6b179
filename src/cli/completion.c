/*
 * completion.c - a script for bash: commands, options, and what may stand behind an option.
 */
#include <muster/result.h>
#include <string.h>

#include "cli/usage.h"

/* Which shell words complete an argument of this name. Others complete to nothing: they are the user's own. */
static const struct {
	const char *argument, *words;
} completions[] = {
	{ "FILE", "COMPREPLY=($(compgen -f -- \"$current\"))" },
	{ "OUTPUT", "COMPREPLY=($(compgen -f -- \"$current\"))" },
	{ "INTERFACE", "COMPREPLY=($(compgen -W \"$(ls /sys/class/net)\" -- \"$current\"))" },
	{ "json", "COMPREPLY=(json)" },
	{ "PPS", "COMPREPLY=($(compgen -W \"1k 10k 100k max\" -- \"$current\"))" },
};

static const char *completion_of(const struct mst_option *option)
{
	for (size_t i = 0; i < sizeof completions / sizeof completions[0]; i++) {
		if (strcmp(completions[i].argument, option->argument) == 0)
			return completions[i].words;
	}
	return "COMPREPLY=()";
}

static void print_names(FILE *out)
{
	for (size_t i = 0; mst_commands[i]; i++)
		fprintf(out, " %s", mst_commands[i]->name);
}

static void print_words_of(const struct mst_command *command, FILE *out)
{
	fprintf(out, "\t%s) words=\"", command->name);
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (mst_option_is_for(o, command->name))
			fprintf(out, " --%s", o->name);
	}
	for (size_t i = 0; command->words && command->words[i]; i++)
		fprintf(out, " %s", command->words[i]);
	if (command->names_commands)
		print_names(out);
	fputs("\" ;;\n", out);
}

static bool takes_value(const struct mst_option *option)
{
	return option->kind != MST_OPT_HEADING && option->argument;
}

/* What stands behind an option with a value: the same for every command that has it. */
static void print_values_of(const struct mst_command *command, FILE *out)
{
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (!takes_value(o) || !mst_option_is_for(o, command->name))
			continue;
		fprintf(out, "\t%s:--%s", command->name, o->name);
		if (o->letter)
			fprintf(out, "|%s:-%c", command->name, o->letter);
		fprintf(out, ") %s; return ;;\n", completion_of(o));
	}
}

void mst_usage_completion(FILE *out)
{
	fputs("# bash completion of muster: source it, or keep it in\n"
	      "# ~/.local/share/bash-completion/completions/muster\n"
	      "_muster()\n{\n"
	      "\tlocal current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words\n"
	      "\tlocal previous=${COMP_WORDS[COMP_CWORD - 1]}\n\n"
	      "\tif ((COMP_CWORD == 1)); then\n\t\tcommand=\n\tfi\n"
	      "\tcase $command:$previous in\n", out);
	for (size_t i = 0; mst_commands[i]; i++)
		print_values_of(mst_commands[i], out);
	fputs("\tesac\n\tcase $command in\n", out);
	for (size_t i = 0; mst_commands[i]; i++)
		print_words_of(mst_commands[i], out);
	fputs("\t*) words=\"--help --version", out);
	print_names(out);
	fputs("\" ;;\n\tesac\n"
	      "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n"
	      "complete -F _muster muster\n", out);
}
