/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.h - a command as a row of a table: its name, options, texts for help, and functions.
 */
#ifndef MST_CLI_COMMON_COMMAND_H
#define MST_CLI_COMMON_COMMAND_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

/* The exit code of a command. */
enum mst_exit {
	MST_EXIT_DONE = 0,      /* the command did what it was asked */
	MST_EXIT_COULD_NOT = 1, /* the command line is right, but it could not be done */
	MST_EXIT_USAGE = 2,     /* the command line is wrong; nothing was sent */
	MST_EXIT_CUT = 3,       /* --max-time ended it before everything was probed; reports are whole */
	MST_EXIT_SIGNAL = 128,  /* plus the number of the signal that stopped it; reports are whole */
};

/* A command line to paste, and what it does. */
struct mst_example {
	const char *line, *meaning;
};

/* A row of the section about exit codes: one code or several, and the meaning. */
struct mst_exit_code {
	const char *code, *meaning;
};

struct mst_option;
struct mst_arguments;
struct mst_command;
struct mst_rights;
struct mst_resumption;

/* Commands, closed by NULL. */
typedef const struct mst_command *const *mst_command_list;

/* One run of a command. All of it is borrowed from mst_run_command, for as long as that takes. */
struct mst_call {
	const struct mst_command *command;
	mst_command_list commands;             /* every command there is */
	const struct mst_arguments *arguments; /* the words, and which options were given */
	const char *line;                      /* the command line as it could be typed again */
	char *const *words;                    /* of it behind the command's name, in muster's own words */
	int word_count;
	const struct mst_rights *rights; /* what it may do, and gives up by mst_privilege_drop */
	void *values;                    /* of the options, checked */
	void *state;                     /* state_size bytes, zeroed */
};

struct mst_command {
	const char *name;
	const char *arguments;              /* behind the options, in the synopsis */
	const char *summary;                /* one line */
	const char *description;            /* paragraphs, split by a newline */
	const struct mst_option *options;   /* NULL: it has none */
	const char *const *words;           /* words it knows, for completion; may be NULL */
	bool names_commands;                /* the names of commands are such words too */
	const struct mst_example *examples; /* closed by a NULL line; may be NULL */
	const struct mst_exit_code *exits;  /* closed by a NULL meaning; NULL: mst_exit_codes */
	enum mst_exit failed; /* the exit code of failures other than a wrong command line; 0: MST_EXIT_COULD_NOT */
	bool only_explains;   /* touches neither files nor network: may run where it was installed setuid */

	/* Whether this word, which is no option, ends the command's own options: those behind it are another command's.
	 * NULL: none does. */
	bool (*ends_options)(const char *word);

	/*
	 * Of a command that goes on with runs of others: whether these words name one. 1: fills a zeroed *resumption,
	 * whose first word is that command's name; 0: they do not; -errno with a sentence. NULL: it never does.
	 */
	int (*find_resumed)(struct mst_resumption *resumption, mst_command_list commands, int argc, char **argv,
	                    struct mst_error *err);
	/* Of a command whose runs can be resumed: completes the values, which are those of both command lines. */
	void (*take_resumed)(void *values, const struct mst_resumption *resumption);

	size_t values_size;             /* of what the options' values are stored in */
	void (*defaults)(void *values); /* NULL: zero bytes */

	/*
	 * Checks what the option table cannot say of one option alone, and completes the values. Nothing is opened, and
	 * nothing is sent. -EINVAL with a sentence. NULL: nothing to check.
	 */
	int (*check)(void *values, const struct mst_arguments *arguments, struct mst_error *err);

	/* What these checked values need, into a zeroed *rights. NULL: nothing, and no files. */
	void (*rights)(const void *values, struct mst_rights *rights);
	void (*free_values)(void *values); /* what `check` has allocated; lists are freed anyway. NULL: nothing */

	/*
	 * Does it. Returns an exit code, MST_EXIT_SIGNAL where a signal has ended it, or a negative errno with a
	 * sentence. Then `close` takes down whatever the state holds, also after a failure; NULL: nothing.
	 */
	size_t state_size;
	int (*run)(const struct mst_call *call, struct mst_error *err);
	void (*close)(void *state);
};

/* The exit codes of most commands; of those that only print a text; of those that listen until they are stopped. */
extern const struct mst_exit_code mst_exit_codes[], mst_exit_codes_of_texts[], mst_exit_codes_of_listeners[];

/* The one of this name; NULL when there is none. */
const struct mst_command *mst_command_named(mst_command_list commands, const char *name);

/* The default values of its options, allocated; freed with free(3). NULL without memory. */
void *mst_command_values(const struct mst_command *command);

/* Prints on stderr why a command failed, and for -EINVAL where its help is; returns the exit code for `code`. */
int mst_command_failed(const struct mst_command *command, int code, const struct mst_error *err);

#endif
