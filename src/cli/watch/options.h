/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - what can be asked of watch, and what it means for the library.
 */
#ifndef MST_CLI_WATCH_OPTIONS_H
#define MST_CLI_WATCH_OPTIONS_H

#include "cli/common/budget.h"
#include "cli/probing/options.h"
#include "cli/watch/metrics.h"

/* The values of the table. */
struct mst_watch_options {
	struct mst_probing scan;
	struct mst_watch_config watch; /* all but its scan, which is completed above */
	const char *on_change, *report, *flap;
	struct mst_words parents, parent_files, asleep;
	struct mst_budget events;
	bool changes, plain;
	struct mst_words metrics;
	const char *metrics_hosts;
	const char *html, *title;

	/* filled by mst_watch_options_check */
	struct mst_words command; /* the words of --on-change, closed by NULL; count is without it */
	char *command_text;       /* that they stand in */
	struct mst_metrics_places places;
	struct mst_words replaced; /* files that are written again and again */
};

extern const struct mst_option mst_watch_option_table[];

/* Fills a struct mst_watch_options. */
void mst_watch_options_defaults(void *options);

/* What belongs together; completes `watch` and `scan` but for targets and sink. -EINVAL with a sentence. */
int mst_watch_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err);

/* What the check has allocated. */
void mst_watch_options_free(void *values);

/*
 * Splits in place: words are separated by blanks; 'as it is', "with \" and \\ for those", and \x outside quotes for x.
 * Nothing else is special. The words are added with a closing NULL, which is not counted. -EINVAL: a quote stays open,
 * or there is no word.
 */
int mst_words_split(struct mst_words *words, char *text);

#endif
