/*
 * manual.c - the page of man(1), in mdoc(7).
 *
 * Prose stands on lines of its own, never behind a macro, so that only three things need escaping: a backslash,
 * a hyphen that is meant as one, and a dot or quote at the beginning of a line.
 */
#include <muster/result.h>
#include <stdlib.h>
#include <string.h>

#include "cli/usage.h"

/* Of this page: changed when what it says changes. */
#define MANUAL_DATE "November 24, 2026"

static void print_escaped(FILE *out, const char *text)
{
	const char *start = text;

	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '\n')
			fputs("\n.Pp\n", out);
		else if (*text == ' ' && text != start && text[-1] == '.')
			fputc('\n', out); /* roff wants to know where sentences end */
		else
			fputc(*text, out);
	}
}

static void print_line(FILE *out, const char *text)
{
	print_escaped(out, text);
	fputc('\n', out);
}

static void print_entry(FILE *out, const char *word, const char *meaning)
{
	fputs(".It ", out);
	print_line(out, word);
	print_line(out, meaning);
}

static void print_option(FILE *out, const struct mst_command *command, const struct mst_option *option)
{
	char *initial = mst_usage_default(command, option);

	fputs(".It ", out);
	if (option->letter)
		fprintf(out, "Fl %c , ", option->letter);
	fputs("Fl Fl ", out);
	print_escaped(out, option->name);
	if (option->argument) {
		fputs(" Ar ", out);
		print_escaped(out, option->argument);
	}
	fputc('\n', out);
	print_escaped(out, option->meaning);
	if (option->kind == MST_OPT_LIST)
		fputs("; may be repeated", out);
	if (initial) {
		fputs(" (default: ", out);
		print_escaped(out, initial);
		fputc(')', out);
	}
	fputc('.', out);
	if (option->only)
		fprintf(out, "\nOnly for %s.", option->only);
	fputc('\n', out);
	free(initial);
}

static void print_options(FILE *out, const struct mst_command *command)
{
	bool list_open = false;

	for (const struct mst_option *o = command->options; o->kind != MST_OPT_END; o++) {
		if (o->kind != MST_OPT_HEADING) {
			print_option(out, command, o);
			continue;
		}
		fprintf(out, "%s.Ss %s\n.Bl -tag -width Ds\n", list_open ? ".El\n" : "", o->name);
		list_open = true;
	}
	fprintf(out, "%s", list_open ? ".El\n" : "");
}

static bool is_first_with_its_table(const struct mst_command *command)
{
	for (size_t i = 0; mst_commands[i] != command; i++) {
		if (mst_commands[i]->options == command->options)
			return false;
	}
	return command->options;
}

/* A table shared by commands is printed once, under the names of all of them. */
static void print_tables(FILE *out)
{
	for (size_t i = 0; mst_commands[i]; i++) {
		const struct mst_command *command = mst_commands[i];

		if (!is_first_with_its_table(command))
			continue;
		fprintf(out, ".Sh OPTIONS OF %s", command->name);
		for (size_t j = i + 1; mst_commands[j]; j++) {
			if (mst_commands[j]->options == command->options)
				fprintf(out, " AND %s", mst_commands[j]->name);
		}
		fputc('\n', out);
		print_options(out, command);
	}
}

static void print_synopsis(FILE *out)
{
	fputs(".Sh SYNOPSIS\n", out);
	for (size_t i = 0; mst_commands[i]; i++) {
		const struct mst_command *command = mst_commands[i];

		fprintf(out, ".Nm\n.Cm %s\n", command->name);
		if (command->options)
			fputs(".Op Ar options\n", out);
		if (*command->arguments) {
			fputs(".Ar ", out);
			print_line(out, command->arguments);
		}
	}
}

static void print_commands(FILE *out)
{
	fputs(".Sh DESCRIPTION\n", out);
	print_line(out, "muster calls the roll of a network: every address is probed, and gets exactly one verdict.");
	fputs(".Bl -tag -width Ds\n", out);
	for (size_t i = 0; mst_commands[i]; i++) {
		fprintf(out, ".It Cm %s\n", mst_commands[i]->name);
		print_line(out, mst_commands[i]->description);
	}
	fputs(".El\n", out);
}

static void print_words(FILE *out)
{
	const struct mst_field_info *field;

	fputs(".Sh STATES\n.Bl -tag -width unreachable\n", out);
	for (int i = 0; i < MST_STATE_COUNT; i++)
		print_entry(out, mst_state_name((enum mst_state)i), mst_state_meaning((enum mst_state)i));
	fputs(".El\n.Sh REASONS\n.Bl -tag -width admin-prohibited\n", out);
	for (int i = 0; i < MST_REASON_COUNT; i++)
		print_entry(out, mst_reason_name((enum mst_reason)i), mst_reason_meaning((enum mst_reason)i));
	fputs(".El\n.Sh FIELDS\n.Bl -tag -width attempts\n", out);
	for (size_t i = 0; (field = mst_report_field(i)); i++)
		print_entry(out, field->name, field->meaning);
	fputs(".El\n", out);
}

static void print_exits(FILE *out, const struct mst_exit_code *exits)
{
	for (; exits->meaning; exits++)
		print_entry(out, exits->code, exits->meaning);
}

static void print_endings(FILE *out)
{
	fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", out);
	print_exits(out, mst_exit_codes);
	for (size_t i = 0; mst_commands[i]; i++) {
		if (!mst_commands[i]->exits)
			continue;
		fprintf(out, ".El\n.Pp\nOf\n.Cm %s :\n.Bl -tag -width Ds\n", mst_commands[i]->name);
		print_exits(out, mst_commands[i]->exits);
	}
	fputs(".El\n.Sh EXAMPLES\n.Bl -tag -width Ds\n", out);
	for (size_t i = 0; mst_commands[i]; i++) {
		for (const struct mst_example *e = mst_commands[i]->examples; e && e->line; e++)
			print_entry(out, e->line, e->meaning);
	}
	fputs(".El\n", out);
}

void mst_usage_manual(FILE *out)
{
	fputs(".Dd " MANUAL_DATE "\n.Dt MUSTER 1\n.Os\n.Sh NAME\n.Nm muster\n.Nd calls the roll of a network\n", out);
	print_synopsis(out);
	print_commands(out);
	print_tables(out);
	print_words(out);
	print_endings(out);
}
