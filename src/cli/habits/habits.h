/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * habits.h - what people type out of habit: the options of other tools, and what muster has in their place.
 *
 * A row says which tool an option comes from, in which commands it is understood, and either the options of ours that
 * it stands for, or the sentence that names what muster has instead. Rows are tried in order; the first that fits
 * counts. A row counts only where the command has every option of ours that the row names.
 *
 *     argv as typed ─► rows ─► argv of ours ─► options/options.h
 */
#ifndef MST_CLI_HABITS_HABITS_H
#define MST_CLI_HABITS_HABITS_H

#include <stdio.h>

#include "cli/common/command.h"
#include "cli/options/options.h"

enum mst_habit_value {
	MST_HABIT_ALONE,  /* takes no value */
	MST_HABIT_VALUE,  /* takes one: the next word, behind = (long ones), or glued to a single letter */
	MST_HABIT_GLUED,  /* takes one that is glued to it, or none: -PS443, -PS */
	MST_HABIT_BEFORE, /* takes none; fits at the end, and where `turn` accepts the next word, which it leaves there
	                   */
	MST_HABIT_RANGE,  /* takes one word, or two addresses, which are joined into a range: A-B */
};

/*
 * What a value is in our words, allocated; NULL: the row does not fit this value. `value` is "" where GLUED rows have
 * none.
 */
typedef char *mst_habit_turn(const char *value);

struct mst_habit {
	const char *tool;
	const char *commands; /* names, with blanks between */
	const char *spelling; /* with its dashes: -sn, --top-ports, -T */
	enum mst_habit_value value;
	const char *example; /* a value that fits, for help; NULL without a value */
	/*
	 * Our words, with blanks between; %s is the value. "" is nothing at all: this is what muster does anyway. A
	 * word behind "--probe+" is one of several probes, which become one --probe.
	 * NULL: the habit is refused with `sentence`.
	 */
	const char *ours;
	const char *sentence;    /* why it is refused, or why nothing is needed */
	const char *note;        /* printed on standard error when the row is used; NULL: none */
	mst_habit_turn *turn;    /* NULL: any value fits, and stays as it is */
	const char *contradicts; /* names of options that say the opposite, with blanks between; or NULL */
};

/* Tables, each closed by a row without a tool. */
extern const struct mst_habit mst_habits_of_scanners[], mst_habits_of_sweepers[], mst_habits_of_listeners[],
	mst_habits_of_pings[], mst_habits_of_letters[], mst_habits_of_renames[], mst_habits_of_seldom[];

/* The tool of options that muster itself had under another name, which no help shows. */
#define MST_HABIT_RENAMED "former"

/* The rows of every table in order; NULL past the end. */
const struct mst_habit *mst_habit_at(size_t index);

/* Whether the row is for this command, and the command has the options that the row names. */
bool mst_habit_is_for(const struct mst_habit *habit, const struct mst_command *command);

#define MST_HABIT_NOTES_MAX 16

/* A command line in our words. argv borrows from the one that was read, or belongs to this. */
struct mst_habitual {
	char **argv;
	int argc;
	char *notes[MST_HABIT_NOTES_MAX]; /* sentences for standard error */
	size_t note_count;
	size_t used; /* rows that were used */

	/* of the translation */
	char **made, *probes;
	size_t made_count, room;
	const struct mst_habit *rows[MST_OPTIONS_MAX]; /* those of `used` that contradict something */
	size_t row_count;
};

/*
 * Translates argv[0..argc), which stands behind the command's name, into a zeroed *line, which is freed in any case.
 * -EINVAL with a sentence for a habit that is refused, or that contradicts an option beside it; -ENOMEM. What is
 * neither a habit nor an option of the command is left to the parser of options.
 */
int mst_habits_translate(struct mst_habitual *line, const struct mst_command *command, int argc, char **argv,
                         struct mst_error *err);
void mst_habits_free(struct mst_habitual *line);

/* ── values.c: which values fit a row ── */

mst_habit_turn mst_habit_number, mst_habit_percent, mst_habit_time, mst_habit_dash, mst_habit_zero, mst_habit_file,
	mst_habit_interface, mst_habit_interface_only, mst_habit_interface_or_any, mst_habit_ports,
	mst_habit_not_a_number, mst_habit_tcp_ports, mst_habit_udp_ports, mst_habit_mixed_ports, mst_habit_syn,
	mst_habit_ack, mst_habit_udp, mst_habit_format, mst_habit_echo, mst_habit_tcp_module, mst_habit_udp_module,
	mst_habit_syn_options, mst_habit_fields, mst_habit_targets, mst_habit_common, mst_habit_digit,
	mst_habit_address, mst_habit_no_value, mst_habit_over_255;

/* Whether people would take this word for a target: an address, a prefix, a range, an URL, a name with a dot. */
bool mst_habit_looks_like_target(const char *word);

/* ── programs.c: other programs' names, and words that are no commands ── */

/* Says what was meant by a command line whose first word is no command, on standard error; the exit code. */
int mst_habits_guess(mst_command_list commands, int argc, char **argv);

/* Prints the table of a tool, such as nmap. False: there is no such tool. */
bool mst_habits_print(mst_command_list commands, const char *tool, FILE *out);

/* The command that a word stands for, such as portscan; NULL: none. */
const char *mst_habit_synonym(const char *word);

#endif
