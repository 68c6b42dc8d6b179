/* SPDX-License-Identifier: BSD-2-Clause */
/* usage.c - see usage.h: the help on the screen. */
#include "cli/help/usage.h"

#include <linux/limits.h>
#include <muster/version.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/paragraph.h"
#include "cli/common/program.h"
#include "cli/options/inserts.h"

#define OPTION_WIDTH 24
#define MANY_OPTIONS 20

static void print_paragraphs(const struct mst_text_area *page, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		char *paragraph = strndup(text, length);

		if (paragraph)
			mst_paragraph_print(page->out, paragraph, 0, page->width);
		free(paragraph);
		text += length + (text[length] == '\n');
		if (*text)
			fputc('\n', page->out);
	}
}

char *mst_usage_default(const struct mst_command *command, const struct mst_option *option)
{
	void *values;
	char *text;

	if (option->by_default)
		return strdup(option->by_default);
	values = mst_command_values(command);
	if (!values)
		return NULL;
	text = mst_option_text(option, values);
	free(values);
	return text;
}

static void print_option(const struct mst_text_area *page, const struct mst_command *command,
                         const struct mst_option *option)
{
	char *initial = mst_usage_default(command, option);
	char word[64], inserted[MST_INSERTED_TEXT], meaning[2048];

	snprintf(word, sizeof word, "%c%c%c --%s%s%s", option->letter ? '-' : ' ',
	         option->letter ? option->letter : ' ', option->letter ? ',' : ' ', option->name,
	         option->argument ? " " : "", option->argument ? option->argument : "");
	mst_option_meaning(option, inserted, sizeof inserted);
	snprintf(meaning, sizeof meaning, "%s%s%s%s%s", inserted,
	         option->kind == MST_OPT_LIST ? "; may be repeated" : "", initial ? " (default: " : "",
	         initial ? initial : "", initial ? ")" : "");
	mst_text_area_entry(page, word, meaning, OPTION_WIDTH);
	free(initial);
}

/* A heading is printed with the first of its options that this command has. */
static void print_all_options(const struct mst_text_area *page, const struct mst_command *command)
{
	const char *heading = NULL;

	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (o->kind == MST_OPT_HEADING)
			heading = o->name;
		if (!mst_option_is_for(o, command->name))
			continue;
		if (heading)
			fprintf(page->out, "\n%s:\n", heading);
		heading = NULL;
		print_option(page, command, o);
	}
}

static void print_everyday_options(const struct mst_text_area *page, const struct mst_command *command)
{
	fputs("\nEveryday options:\n", page->out);
	for (const struct mst_option *o = command->options; o->kind != MST_OPT_END; o++) {
		if (o->everyday && mst_option_is_for(o, command->name))
			print_option(page, command, o);
	}
}

/* Whether the command has too many options to show them all at once. */
static bool has_many_options(const struct mst_command *command)
{
	size_t count = 0;

	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++)
		count += mst_option_is_for(o, command->name);
	return count > MANY_OPTIONS;
}

static void print_examples(const struct mst_text_area *page, const struct mst_example *examples)
{
	const char *name = mst_program_name();

	if (strcmp(name, "muster") == 0)
		fputs("\nExamples:\n", page->out);
	else
		fprintf(page->out, "\nExamples (here muster is %s):\n", name);
	for (; examples->line; examples++) {
		fprintf(page->out, "  %s\n      ", examples->line);
		mst_paragraph_print(page->out, examples->meaning, 6, page->width);
	}
}

static void print_exits(const struct mst_text_area *page, const struct mst_exit_code *exits)
{
	fputs("\nExit codes:\n", page->out);
	for (; exits->meaning; exits++)
		mst_text_area_entry(page, exits->code, exits->meaning, strlen("130, 143, 129"));
}

static void print_where_the_rest_is(const struct mst_text_area *page, const struct mst_command *command)
{
	char text[2 * PATH_MAX + 128];

	snprintf(text, sizeof text,
	         "%s help %s --all shows every option and the exit codes; %s help man is the manual.",
	         mst_program_name(), command->name, mst_program_name());
	fputc('\n', page->out);
	mst_paragraph_print(page->out, text, 0, page->width);
}

void mst_usage_command(const struct mst_command *command, bool all, FILE *out)
{
	struct mst_text_area page = mst_text_area_of(out);

	all = all || !has_many_options(command);
	fprintf(out, "Usage: muster %s%s%s%s\n\n", command->name, command->options ? " [options]" : "",
	        *command->arguments ? " " : "", command->arguments);
	print_paragraphs(&page, command->description);
	if (command->examples)
		print_examples(&page, command->examples);
	if (!all) {
		print_everyday_options(&page, command);
		print_where_the_rest_is(&page, command);
		return;
	}
	print_all_options(&page, command);
	print_exits(&page, command->exits ? command->exits : mst_exit_codes);
}

void mst_usage_program(mst_command_list commands, FILE *out)
{
	struct mst_text_area page = mst_text_area_of(out);
	char text[2 * PATH_MAX + 128];

	snprintf(text, sizeof text,
	         "muster %s calls the roll of a network: every address probed, every address accounted for.",
	         MST_VERSION);
	mst_paragraph_print(page.out, text, 0, page.width);
	fprintf(out, "\nUsage: muster COMMAND [options] …\n\nCommands:\n");
	for (size_t i = 0; commands[i]; i++)
		mst_text_area_entry(&page, commands[i]->name, commands[i]->summary, 10);
	snprintf(text, sizeof text, "%s help COMMAND explains a command. The manual is %s help man.",
	         mst_program_name(), mst_program_name());
	fputc('\n', out);
	mst_paragraph_print(page.out, text, 0, page.width);
}
