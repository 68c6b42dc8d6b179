/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * programs.c - see habits.h: command lines that begin with no command of ours, and the tables as help.
 *
 * What was meant is found out by trying: the words are translated for each command that may be meant, and the first
 * that understands all of them is named, with the line that would do it.
 */
#include <muster/text.h>
#include <muster/version.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/command_line.h"
#include "cli/common/paragraph.h"
#include "cli/common/program.h"
#include "cli/habits/habits.h"
#include "cli/options/options.h"

/* Programs that do what a command of ours does; the first row whose words are on the line counts. */
static const struct program {
	const char *name;
	const char *words; /* one of these makes it this command; NULL: always */
	const char *command;
	const char *ports; /* the ports that it probes by default; NULL: none */
} programs[] = {
	{ "nmap", "-sn -sP -sL", "sweep", NULL },
	{ "nmap", NULL, "scan", "common" },
	{ "masscan", "--ping", "sweep", NULL },
	{ "masscan", NULL, "scan", NULL },
	{ "zmap", "-p --target-port --target-ports", "scan", NULL },
	{ "zmap", NULL, "sweep", NULL },
	{ "fping", "-c -C -l -p", "ping", NULL },
	{ "fping", NULL, "sweep", NULL },
	{ "arp-scan", NULL, "sweep", NULL },
	{ "tcpdump", NULL, "capture", NULL },
	{ "tshark", NULL, "capture", NULL },
	{ "arping", NULL, "sweep", NULL },
	{ "hping3", NULL, "ping", NULL },
	{ "ifconfig", NULL, "ifaces", NULL },
	{ "naabu", NULL, "scan", NULL },
	{ "rustscan", NULL, "scan", NULL },
	{ "netdiscover", NULL, "sweep", NULL },
	{ "arpwatch", NULL, "listen", NULL },
};

/* Words for what commands of ours do. */
static const struct synonym {
	const char *word, *command;
} synonyms[] = {
	{ "discover", "sweep" }, { "hosts", "sweep" },   { "up", "sweep" },          { "alive", "sweep" },
	{ "ports", "scan" },     { "portscan", "scan" }, { "sniff", "capture" },     { "dump", "capture" },
	{ "monitor", "watch" },  { "list", "ifaces" },   { "interfaces", "ifaces" }, { "iflist", "ifaces" },
	{ "addr", "ifaces" },    { "link", "ifaces" },   { "routes", "route" },      { "benchmark", "bench" },
	{ "echo", "ping" },      { "man", "help" },      { "usage", "help" },        { "-v", "version" },
};

const char *mst_habit_synonym(const char *word)
{
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
		if (strcmp(synonyms[i].word, word) == 0)
			return synonyms[i].command;
	}
	return NULL;
}

/* ---- would it be understood? ---- */

/* Whether the command's table understands the line; values go nowhere. */
static bool is_understood(const struct mst_command *command, int argc, char **argv, struct mst_error *err)
{
	struct mst_arguments *arguments = calloc(1, sizeof *arguments);
	void *values = mst_command_values(command);
	int code = -1;

	if (arguments && values) {
		code = mst_options_read(arguments, command->options, command->name, argc, argv, values, err);
		mst_options_free(command->options, values);
		mst_words_free(&arguments->words);
	}
	free(arguments);
	free(values);
	return code == 0;
}

static bool has_ports(const struct mst_habitual *line)
{
	for (int i = 0; i < line->argc; i++) {
		if (strncmp(line->argv[i], "-p", 2) == 0 || strncmp(line->argv[i], "--ports", 7) == 0)
			return true;
	}
	return false;
}

/*
 * The line in our words, allocated; NULL, with a sentence, when this command does not understand it.
 * A scan without ports gets these.
 */
static char *line_for(const struct mst_command *command, int argc, char **argv, const char *ports, bool *used,
                      struct mst_error *err)
{
	struct mst_habitual line = { 0 };
	char *text = NULL, *whole = NULL;

	*err = (struct mst_error){ "" };
	if (mst_habits_translate(&line, command, argc, argv, err) == 0 &&
	    is_understood(command, line.argc, line.argv, err))
		text = mst_command_line(command->name, line.argc, line.argv);
	*used = line.used > 0;
	if (text && strcmp(command->name, "scan") == 0 && !has_ports(&line)) {
		if (asprintf(&whole, "%s -p %s", text, ports) < 0)
			whole = NULL;
		free(text);
		text = whole;
	}
	mst_habits_free(&line);
	return text;
}

/* ---- sentences ---- */

static int print_where_help_is(void)
{
	mst_print(stderr, "try: %s --help\n", mst_program_name());
	return MST_EXIT_USAGE;
}

static bool has_word(const struct program *program, int argc, char **argv)
{
	const char *at = program->words;

	while (at && *at) {
		size_t length = strcspn(at, " ");

		for (int i = 0; i < argc; i++) {
			if (strncmp(argv[i], at, length) == 0 &&
			    (at[1] != '-' || !argv[i][length] || argv[i][length] == '='))
				return true;
		}
		at += length + strspn(at + length, " ");
	}
	return !program->words;
}

/* Whether muster help prints a table of this tool's options. */
static bool has_table(const char *tool)
{
	const struct mst_habit *habit;

	for (size_t i = 0; (habit = mst_habit_at(i)); i++) {
		if (strcmp(habit->tool, tool) == 0)
			return strcmp(tool, MST_HABIT_RENAMED) != 0;
	}
	return false;
}

/* The whole line of another program: nmap -sn 10.0.2.0/24. */
static bool guess_program(mst_command_list commands, int argc, char **argv)
{
	const struct program *program = NULL;
	struct mst_error err;
	bool used;
	char *line;

	for (size_t i = 0; i < sizeof programs / sizeof *programs && !program; i++) {
		if (strcmp(programs[i].name, argv[0]) == 0 && has_word(&programs[i], argc - 1, argv + 1))
			program = &programs[i];
	}
	if (!program)
		return false;
	line = line_for(mst_command_named(commands, program->command), argc - 1, argv + 1,
	                program->ports ? program->ports : "PORTS", &used, &err);
	if (argc == 1)
		mst_print(stderr, "muster: %s is another program; muster %s does what it does (see muster help %s)\n",
		          argv[0], program->command, has_table(argv[0]) ? argv[0] : program->command);
	else if (line)
		mst_print(stderr, "muster: %s is another program; in its place: %s\n", argv[0], line);
	else
		mst_print(stderr, "muster: %s is another program; muster %s does what it does, but %s\n", argv[0],
		          program->command, err.text);
	free(line);
	return true;
}

/* Options, or targets with options, without a command in front. */
static bool guess_options(mst_command_list commands, int argc, char **argv)
{
	struct mst_error err, refused = { "" };
	bool used;

	for (size_t i = 0; commands[i]; i++) {
		char *line = commands[i]->options ? line_for(commands[i], argc, argv, "PORTS", &used, &err) : NULL;

		if (line) {
			mst_print(stderr, "muster: %s comes after a command: did you mean %s?\n", argv[0], line);
			free(line);
			return true;
		}
		if (commands[i]->options && used && !*refused.text)
			refused = err;
	}
	if (*refused.text)
		mst_print(stderr, "muster: %s comes after a command, such as sweep or scan; %s\n", argv[0],
		          refused.text);
	return *refused.text;
}

static bool guess_targets(mst_command_list commands, int argc, char **argv)
{
	struct mst_error err;
	bool used;
	char *sweep, *scan;

	if (!mst_habit_looks_like_target(argv[0]))
		return false;
	sweep = line_for(mst_command_named(commands, "sweep"), argc, argv, "PORTS", &used, &err);
	scan = line_for(mst_command_named(commands, "scan"), argc, argv, "PORTS", &used, &err);
	mst_print(stderr, "muster: %s looks like a target: did you mean %s%s%s?\n", argv[0], sweep ? sweep : "",
	          sweep && scan ? ", or " : "",
	          scan    ? scan
	          : sweep ? ""
	                  : "muster sweep TARGETS, or muster scan TARGETS -p PORTS");
	free(sweep);
	free(scan);
	return true;
}

static void guess_word(mst_command_list commands, const char *word)
{
	struct mst_suggestion suggestion = { .meant = word };
	const char *synonym = mst_habit_synonym(word);

	for (size_t i = 0; !synonym && commands[i]; i++)
		mst_suggest(&suggestion, commands[i]->name);
	mst_print(stderr, "muster: %s is not a command", word);
	if (synonym || suggestion.best)
		mst_print(stderr, "; did you mean %s?", synonym ? synonym : suggestion.best);
	fputc('\n', stderr);
}

int mst_habits_guess(mst_command_list commands, int argc, char **argv)
{
	bool option = argv[0][0] == '-' && !mst_habit_synonym(argv[0]);

	bool guessed = option ? guess_options(commands, argc, argv)
	                      : guess_program(commands, argc, argv) || guess_targets(commands, argc, argv);

	if (!guessed)
		guess_word(commands, argv[0]);
	return print_where_help_is();
}

/* ---- the tables as help ---- */

/* The words of a row with its example in them, as they would be typed. Allocated; NULL without memory. */
static char *ours_of(const struct mst_habit *habit)
{
	const char *example = habit->example ? habit->example : "", *at = habit->ours;
	char *value = habit->turn ? habit->turn(example) : strdup(example), *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (; out && *at; at++) {
		if (strncmp(at, "%s", 2) == 0)
			fputs(value ? value : example, out), at++;
		else if (strncmp(at, "+ ", 2) != 0) /* of --probe+ */
			fputc(*at, out);
		else
			fputc(' ', out), at++;
	}
	if (out)
		fclose(out);
	free(value);
	return text;
}

static void print_row(const struct mst_habit *habit, FILE *out)
{
	char *ours = habit->ours ? ours_of(habit) : NULL;
	struct mst_text_area page = mst_text_area_of(out);
	char typed[64], meaning[512];

	snprintf(typed, sizeof typed, "%s%s%s", habit->spelling,
	         habit->example && habit->value != MST_HABIT_GLUED ? " " : "", habit->example ? habit->example : "");
	if (ours && *ours)
		snprintf(meaning, sizeof meaning, "same as %s%s%s", ours, habit->note ? "; " : "",
		         habit->note ? habit->note : "");
	else
		snprintf(meaning, sizeof meaning, "%s%s", ours ? "nothing is needed: " : "",
		         habit->sentence ? habit->sentence : habit->note);
	mst_text_area_entry(&page, typed, meaning, 28);
	free(ours);
}

/* "muster sweep, scan:", the commands that a row is for. "" when the row waits for an option that none of them has. */
static void write_commands(mst_command_list commands, char *text, size_t size, const struct mst_habit *habit)
{
	*text = '\0';
	for (size_t i = 0; commands[i]; i++) {
		size_t length = strlen(text);

		if (mst_habit_is_for(habit, commands[i]))
			snprintf(text + length, size - length, "%s %s", length ? "," : "muster", commands[i]->name);
	}
}

bool mst_habits_print(mst_command_list commands, const char *tool, FILE *out)
{
	const struct mst_habit *habit;
	char heading[128] = "", names[128];

	for (size_t i = 0; (habit = mst_habit_at(i)); i++) {
		write_commands(commands, names, sizeof names, habit);
		if (strcmp(habit->tool, tool) != 0 || strcmp(tool, MST_HABIT_RENAMED) == 0 || !*names)
			continue;
		if (!*heading)
			mst_print(out, "What options of %s are in muster:\n", tool);
		if (strcmp(heading, names) != 0)
			mst_print(out, "\n%s:\n", names);
		memcpy(heading, names, sizeof heading);
		print_row(habit, out);
	}
	return *heading;
}
