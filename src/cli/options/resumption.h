/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resumption.h - an unfinished run that a command goes on with: the command line that its journal has, and the options
 * that are typed now.
 *
 *     words of the journal ─► the options of its command ─┐  its folder stands before relative paths
 *     words typed now ──────► checked against those ──────┴─► values: now over then, as enum mst_at_resume says
 */
#ifndef MST_CLI_OPTIONS_RESUMPTION_H
#define MST_CLI_OPTIONS_RESUMPTION_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/common/command.h"
#include "cli/options/options.h"

struct mst_resumption {
	const char *path;   /* of the journal, absolute */
	const char *id;     /* of the run */
	const char *line;   /* its command line, for people: what its words are */
	const char *folder; /* that it was started in */
	char **words;       /* of its command line, from the command's name on */
	int word_count;
	bool is_ours; /* the journal is in this user's own folder: the files that its words name are those of the run */
	char **now;   /* what is typed now, behind the ID */
	int now_count;
	void *memory; /* of all texts and arrays above */

	/* by mst_resumption_read: both command lines by themselves */
	const struct mst_command *command;
	struct mst_arguments planned, typed;
	void *planned_values, *typed_values;
	char **made; /* texts that values point to */
	size_t made_count;
};

/*
 * Reads both command lines into `values` and *arguments, which borrow from them: the one of the journal, then
 * argv[0..argc), the options typed now in muster's own words. -EINVAL with a sentence that names what may not change
 * and what was expected; -ENOMEM.
 */
int mst_resumption_read(struct mst_resumption *resumption, const struct mst_command *command,
                        struct mst_arguments *arguments, int argc, char **argv, void *values, struct mst_error *err);

/* Accepts a zeroed one. */
void mst_resumption_free(struct mst_resumption *resumption);

#endif
