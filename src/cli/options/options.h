/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - options as tables: one row has everything about an option.
 *
 * A row names the option, its type, where its value goes, its argument and its meaning. Out of the rows come the
 * parsing, the error sentences, the help, the manual, the shell completion and the parameters of a report.
 */
#ifndef MST_CLI_OPTIONS_OPTIONS_H
#define MST_CLI_OPTIONS_OPTIONS_H

#include <muster/error.h>
#include <muster/report.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/common/words.h"

/* The type of a value, and of the member it is stored in. */
enum mst_option_kind {
	MST_OPT_END,        /* closes a table */
	MST_OPT_HEADING,    /* no option: `name` is the heading of those that follow */
	MST_OPT_FLAG,       /* bool; with `max`: uint8_t, how often it was given, at most `max` */
	MST_OPT_TEXT,       /* const char * */
	MST_OPT_LIST,       /* struct mst_words: every time it is given adds one */
	MST_OPT_WHOLE,      /* an unsigned integer of any size; min..max, or 0 by the word `zero` */
	MST_OPT_RATE,       /* uint64_t; without `min` also "max" (MST_RATE_MAX) and "auto" (MST_RATE_AUTO) */
	MST_OPT_SIZE,       /* uint64_t bytes, with k, M or G; min..max, 0: not given */
	MST_OPT_DURATION,   /* uint64_t nanoseconds; min..max, or 0 by the word `zero` */
	MST_OPT_SHARE,      /* double in (0, 1] */
	MST_OPT_SEED,       /* uint64_t, decimal or 0x hexadecimal */
	MST_OPT_SHARD,      /* struct mst_span: K/N */
	MST_OPT_PORT_RANGE, /* struct mst_span: N or N-M */
	MST_OPT_KINDS
};

struct mst_span {
	uint32_t first, last;
};

/* What an option may do when an unfinished run is resumed, beside those that the run began with. */
enum mst_at_resume {
	MST_RESUME_REPLACES, /* its value takes the place of the earlier one; of a list, of all earlier ones */
	MST_RESUME_ADDS,     /* a list: earlier values stay */
	MST_RESUME_GROWS,    /* a number: not less than the earlier one */
	MST_RESUME_FIXED,    /* it is part of what the run asks: only the earlier value is accepted */
};

struct mst_option {
	const char *name; /* without the dashes */
	char letter;      /* its short form; 0 when it has none */
	enum mst_option_kind kind;
	size_t offset, size;  /* of the member that holds the value; a flag may have none: MST_NOWHERE */
	const char *argument; /* FILE, PPS, …; NULL for flags */
	const char *meaning;  /* one line, without its default, which is added from the defaults or from `by_default`;
	                       * {engines} and the like are filled in (inserts.h) */
	const char *only;     /* the one command of those sharing the table that has it; NULL: all */
	const char *pair;     /* its name among the parameters of a report; NULL: not one of them */
	uint64_t min, max;
	const char *zero;   /* of whole numbers and durations: the word for 0; NULL when 0 is none */
	const char *values; /* words it takes, split by blanks, for completion, filled in as `meaning` is; NULL: none
	                     * worth offering */
	const char *by_default; /* the default in words, where it is not the initial value; NULL: the initial value */
	char between;           /* of texts and lists: what separates the items of a value, as a list of a
	                         * report; 0: nothing does */
	bool everyday;          /* shown by the short help of a command with many options */
	uint8_t at_resume;      /* enum mst_at_resume */
};

/* What a table is written with: where a member of the values is, and its size; an option that is stored nowhere;
 * a heading. */
#define MST_MEMBER(type, member) offsetof(type, member), sizeof(((type *)0)->member)
#define MST_NOWHERE 0, 0
#define MST_HEADING(text) \
	{ \
		.name = text, .kind = MST_OPT_HEADING \
	}

/* The row of commands that have a sandbox, see cli/common/sandbox.h. In macros the formatter takes rows for code. */
/* clang-format off */
#define MST_SANDBOX_OPTION \
	{ "no-sandbox", 0, MST_OPT_FLAG, MST_NOWHERE, NULL, \
	  .meaning = "run without the sandbox (Landlock, seccomp), on a system where it ends the run" }
/* clang-format on */

/* A table has at most this many rows. */
#define MST_OPTIONS_MAX 128

/* What was found besides the values. */
struct mst_arguments {
	const char *command;
	const struct mst_option *options; /* the table that was read by */
	struct mst_words words;           /* what is no option */
	bool given[MST_OPTIONS_MAX];      /* by row of the table */
};

/*
 * Reads the command line of `command`: argv[0..argc), without the program's and the command's name. Options and words
 * may be mixed; "--" ends the options; of a single value given twice the last one holds. Texts are borrowed from
 * argv. Without a table (NULL) every argument is a word. `arguments` is zeroed before. -EINVAL with a sentence that
 * names what was not understood; -ENOMEM.
 */
int mst_options_read(struct mst_arguments *arguments, const struct mst_option *options, const char *command, int argc,
                     char **argv, void *values, struct mst_error *err);

/* Frees the lists among the values, which are borrowed texts else. */
void mst_options_free(const struct mst_option *options, void *values);

/* The row with this name; NULL when there is none. */
const struct mst_option *mst_option_named(const struct mst_option *options, const char *name);

/* Whether the option of this name was given. One that the table lacks was not. */
bool mst_given(const struct mst_arguments *arguments, const char *name);

/* Whether `command` has this option. Not true of headings. */
bool mst_option_is_for(const struct mst_option *option, const char *command);

/* ── types.c: what depends on the kind ── */

/* Stores the value of `text`. -EINVAL with a sentence. */
int mst_option_store(const struct mst_option *option, void *values, const char *text, struct mst_error *err);

/* The value as it could be given, allocated; NULL when it is "not set", or without memory. Flags have none. */
char *mst_option_text(const struct mst_option *option, const void *values);

/* The value as a pair of a report. A text or a list is allocated, for mst_option_pair_free; NULL without memory. */
struct mst_pair mst_option_pair(const struct mst_option *option, const void *values);
void mst_option_pair_free(const struct mst_pair *pair);

/* Whether there was memory for it. */
bool mst_option_pair_made(const struct mst_pair *pair);

/* ── suggest.c: did you mean …? ── */

struct mst_suggestion {
	const char *meant; /* what was typed */
	const char *best;  /* the closest candidate so far, NULL when none is close */
	size_t distance;
};

/* Considers a candidate: by edit distance (two neighbours swapped count once), or as a cut-off beginning. */
void mst_suggest(struct mst_suggestion *suggestion, const char *candidate);

#endif
