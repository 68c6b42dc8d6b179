/* SPDX-License-Identifier: BSD-2-Clause */
/* completion.c - see completion.h. */
#include "cli/help/completion.h"

#include <muster/text.h>
#include <string.h>

#include "cli/options/inserts.h"

/* By the names that arguments have in the tables. */
static const struct {
	const char *argument;
	enum mst_completes completes;
} arguments[] = {
	{ "FILE", MST_COMPLETES_FILES },           { "OUTPUT", MST_COMPLETES_FILES },
	{ "INTERFACE", MST_COMPLETES_INTERFACES }, { "[NAME …]", MST_COMPLETES_INTERFACES },
	{ "TARGETS …", MST_COMPLETES_HOSTS },      { "TARGETS … -p PORTS", MST_COMPLETES_HOSTS },
	{ "HOST …", MST_COMPLETES_HOSTS },
};

static enum mst_completes completes(const char *argument)
{
	for (size_t i = 0; argument && i < sizeof arguments / sizeof arguments[0]; i++) {
		if (strcmp(arguments[i].argument, argument) == 0)
			return arguments[i].completes;
	}
	return MST_COMPLETES_NOTHING;
}

enum mst_completes mst_completes_value(const struct mst_option *option)
{
	return option->values ? MST_COMPLETES_WORDS : completes(option->argument);
}

enum mst_completes mst_completes_words(const struct mst_command *command)
{
	return completes(command->arguments);
}

const char *mst_option_brief(const struct mst_option *option, char brief[MST_BRIEF_MAX])
{
	char meaning[MST_INSERTED_TEXT];

	mst_option_meaning(option, meaning, sizeof meaning);
	snprintf(brief, MST_BRIEF_MAX, "%.*s", (int)strcspn(meaning, ";"), meaning);
	return brief;
}

void mst_print_values(const struct mst_option *option, FILE *out)
{
	char values[MST_INSERTED_TEXT];

	mst_option_values(option, values, sizeof values);
	fputs(values, out);
}

void mst_completion_options(const struct mst_command *command, FILE *out,
                            void (*print)(const struct mst_command *command, const struct mst_option *option,
                                          FILE *out))
{
	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (mst_option_is_for(o, command->name))
			print(command, o, out);
	}
}

void mst_completion_words(mst_command_list commands, const struct mst_command *command, FILE *out,
                          void (*print)(const char *word, FILE *out))
{
	for (size_t i = 0; command->words && command->words[i]; i++)
		print(command->words[i], out);
	for (size_t i = 0; command->names_commands && commands[i]; i++)
		print(commands[i]->name, out);
}

void mst_print_escaped(const char *text, const char *special, FILE *out)
{
	for (; *text; text++) {
		if (strchr(special, *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}
