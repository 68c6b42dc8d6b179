/* usage.c - see usage.h: the help on the screen. */
#include "cli/usage.h"

#include <muster/version.h>
#include <stdlib.h>
#include <string.h>

#define SCREEN_WIDTH 100
#define OPTION_WIDTH 30

const struct mst_exit_code mst_exit_codes[] = {
	{ "0", "did it, whatever the answers were" },
	{ "1", "could not: not enough privilege, an output that cannot be written, an interface that went away" },
	{ "2", "did not understand the command line or a target; nothing was sent" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; the reports are whole and marked interrupted" },
	{ NULL, NULL },
};

const struct mst_exit_code mst_exit_codes_of_listeners[] = {
	{ "0", "did it: until ^C or SIGTERM, as long or as much as it was told to, or until who read it left" },
	{ "1", "could not: not enough privilege, an output that cannot be written, an interface that went away" },
	{ "2", "did not understand the command line, or the filter" },
	{ NULL, NULL },
};

/* Words of `text`, broken into lines; the first one begins at column `at`, the others at `indent`. */
static void print_wrapped(FILE *out, const char *text, size_t at, size_t indent)
{
	while (*text) {
		size_t length = strcspn(text, " ");

		if (at > indent && at + 1 + length > SCREEN_WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		fprintf(out, "%.*s", (int)length, text);
		at += length;
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}

/* A word, and what it means in a column to its right. */
static void print_entry(FILE *out, const char *word, const char *meaning, size_t width)
{
	int printed = fprintf(out, "  %-*s  ", (int)width, word);

	if ((size_t)printed > width + 4) {
		fprintf(out, "\n%*s", (int)width + 4, "");
	}
	print_wrapped(out, meaning, width + 4, width + 4);
}

static void print_paragraphs(FILE *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		char *paragraph = strndup(text, length);

		if (paragraph)
			print_wrapped(out, paragraph, 0, 0);
		free(paragraph);
		text += length + (text[length] == '\n');
		if (*text)
			fputc('\n', out);
	}
}

char *mst_usage_default(const struct mst_command *command, const struct mst_option *option)
{
	void *values = calloc(1, command->values_size);
	char *text;

	if (!values)
		return NULL;
	command->defaults(values);
	text = mst_option_text(option, values);
	free(values);
	return text;
}

static void print_option(FILE *out, const struct mst_command *command, const struct mst_option *option)
{
	char *initial = mst_usage_default(command, option);
	char word[64], meaning[512];

	snprintf(word, sizeof word, "%c%c%c --%s%s%s", option->letter ? '-' : ' ', option->letter ? option->letter : ' ',
	         option->letter ? ',' : ' ', option->name, option->argument ? " " : "",
	         option->argument ? option->argument : "");
	snprintf(meaning, sizeof meaning, "%s%s%s%s%s", option->meaning, initial ? " (default " : "", initial ? initial : "",
	         initial ? ")" : "", option->kind == MST_OPT_LIST ? "; may be repeated" : "");
	print_entry(out, word, meaning, OPTION_WIDTH);
	free(initial);
}

/* A heading is printed with the first of its options that this command has. */
static void print_options(FILE *out, const struct mst_command *command)
{
	const char *heading = NULL;

	for (const struct mst_option *o = command->options; o && o->kind != MST_OPT_END; o++) {
		if (o->kind == MST_OPT_HEADING)
			heading = o->name;
		if (!mst_option_is_for(o, command->name))
			continue;
		if (heading)
			fprintf(out, "\n%s:\n", heading);
		heading = NULL;
		print_option(out, command, o);
	}
}

static void print_examples(FILE *out, const struct mst_example *examples)
{
	fprintf(out, "\nExamples:\n");
	for (; examples->line; examples++)
		fprintf(out, "  %s\n      %s\n", examples->line, examples->meaning);
}

void mst_usage_command(const struct mst_command *command, FILE *out)
{
	fprintf(out, "Usage: muster %s%s%s%s\n\n", command->name, command->options ? " [options]" : "",
	        *command->arguments ? " " : "", command->arguments);
	print_paragraphs(out, command->description);
	print_options(out, command);
	if (command->examples)
		print_examples(out, command->examples);
	fprintf(out, "\nExit codes:\n");
	for (const struct mst_exit_code *e = command->exits ? command->exits : mst_exit_codes; e->meaning; e++)
		print_entry(out, e->code, e->meaning, strlen("130, 143, 129"));
}

void mst_usage_program(FILE *out)
{
	fprintf(out, "muster %s calls the roll of a network: every address asked, every address accounted for.\n\n",
	        MST_VERSION);
	fprintf(out, "Usage: muster COMMAND [options] …\n\nCommands:\n");
	for (size_t i = 0; mst_commands[i]; i++)
		print_entry(out, mst_commands[i]->name, mst_commands[i]->summary, 10);
	fprintf(out, "\nmuster help COMMAND tells the rest; muster help man is the manual.\n");
}

void mst_usage_fields(FILE *out)
{
	const struct mst_field_info *field;

	for (size_t i = 0; (field = mst_report_field(i)); i++) {
		char meaning[512];

		snprintf(meaning, sizeof meaning, "%s%s", field->meaning, field->by_default ? " (default)" : "");
		print_entry(out, field->name, meaning, 10);
	}
}
