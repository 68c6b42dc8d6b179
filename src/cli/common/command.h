/*
 * command.h - a command is a row: its name, its options, what help says of it, and what it does.
 */
#ifndef MST_CLI_COMMON_COMMAND_H
#define MST_CLI_COMMON_COMMAND_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

/* What a shell sees when it is over. */
enum mst_exit {
	MST_EXIT_DONE = 0,       /* did it */
	MST_EXIT_COULD_NOT = 1,  /* it made sense, and could not be done */
	MST_EXIT_USAGE = 2,      /* did not understand you; nothing was sent */
	MST_EXIT_CUT = 3,        /* --max-time ended it before everything was asked; reports are whole */
	MST_EXIT_SIGNAL = 128,   /* and the signal's number: stopped by it, reports are whole */
};

/* What may be pasted, and what it does. */
struct mst_example {
	const char *line, *meaning;
};

/* What a shell sees, and what it means. */
struct mst_exit_code {
	const char *code, *meaning;
};

struct mst_option;

struct mst_command {
	const char *name;
	const char *arguments;              /* behind the options, in the synopsis */
	const char *summary;                /* one line */
	const char *description;            /* paragraphs, split by a newline */
	const struct mst_option *options;   /* NULL: it has none */
	size_t values_size;                 /* of what the options' values are stored in */
	void (*defaults)(void *values);     /* fills it */
	const char *const *words;           /* words it knows, for completion; may be NULL */
	bool names_commands;                /* the names of commands are such words too */
	const struct mst_example *examples; /* closed by a NULL line; may be NULL */
	const struct mst_exit_code *exits;  /* closed by a NULL meaning; NULL: mst_exit_codes */

	/* argv[0..argc): behind the command's name. Returns the exit code. */
	int (*run)(const struct mst_command *self, int argc, char **argv);
};

/* Of most commands, and of those that listen until they are stopped. */
extern const struct mst_exit_code mst_exit_codes[], mst_exit_codes_of_listeners[];

/* Every command, closed by NULL. To add one: its own cmd_*.c, and its row here. */
extern const struct mst_command *const mst_commands[];

/* NULL when there is none. */
const struct mst_command *mst_command_named(const char *name);

/* Prints the command's everyday help on standard output. 0, or -errno with a sentence. */
int mst_command_help(const struct mst_command *command, struct mst_error *err);

/* Tells on stderr why a command failed, and for -EINVAL where its help is; returns the exit code for `code`. */
int mst_command_failed(const struct mst_command *command, int code, const struct mst_error *err);

extern const struct mst_command mst_cmd_sweep;
extern const struct mst_command mst_cmd_scan;
extern const struct mst_command mst_cmd_ping;
extern const struct mst_command mst_cmd_watch;
extern const struct mst_command mst_cmd_listen;
extern const struct mst_command mst_cmd_capture;
extern const struct mst_command mst_cmd_ifaces;
extern const struct mst_command mst_cmd_route;
extern const struct mst_command mst_cmd_bench;
extern const struct mst_command mst_cmd_help;
extern const struct mst_command mst_cmd_version;

#endif
