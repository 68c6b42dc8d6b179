/*
 * options.h - what can be asked of watch, and what it means for the library.
 */
#ifndef MST_CLI_WATCH_OPTIONS_H
#define MST_CLI_WATCH_OPTIONS_H

#include "cli/probing/options.h"

/* The values of the table. */
struct mst_watch_options {
	struct mst_scan_options scan; /* first: its rows are shared, and freed as they are */
	struct mst_watch_config watch; /* all but its scan, which is completed above */
	const char *on_change, *report;
	bool changes, plain;

	/* filled by mst_watch_options_read */
	struct mst_words command; /* the words of --on-change, closed by NULL; count is without it */
	char *command_text;       /* that they stand in */
};

extern const struct mst_option mst_watch_option_table[];

/* Fills a struct mst_watch_options. */
void mst_watch_options_defaults(void *options);

/* Reads and checks the command line; after --help nothing is checked. -EINVAL with a sentence. */
int mst_watch_options_read(struct mst_watch_options *options, int argc, char **argv, struct mst_error *err);

void mst_watch_options_free(struct mst_watch_options *options);

/*
 * Splits in place: words are separated by blanks; 'as it is', "with \" and \\ for those", and \x outside quotes for x. Nothing
 * else is special. The words are added with a closing NULL, which is not counted. -EINVAL: a quote stays open, or there is no
 * word.
 */
int mst_words_split(struct mst_words *words, char *text);

#endif
