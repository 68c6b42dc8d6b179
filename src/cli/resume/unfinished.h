/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unfinished.h - runs that are not finished, as their journals have them: a list, printed or written as tables.
 */
#ifndef MST_CLI_RESUME_UNFINISHED_H
#define MST_CLI_RESUME_UNFINISHED_H

#include <muster/journal.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/options/sheets.h"

struct mst_unfinished {
	char id[MST_JOURNAL_ID];
	char *path, *line;
	uint64_t total, settled, states[MST_STATE_COUNT];
	uint64_t started_ns, marked_ns, elapsed_ns;
	double rate_pps;
	int64_t pid; /* of the process that has it now; 0: none */
	bool complete;
};

struct mst_unfinished_list {
	struct mst_unfinished *items;
	size_t count;
};

/* Adds the run of a journal. -EBADMSG, -ENOTSUP or another -errno with a sentence. */
int mst_unfinished_list_add(struct mst_unfinished_list *runs, const char *path, struct mst_error *err);

/* Every run of this folder; journals that cannot be read are told on stderr. `only_running`: with a process. */
int mst_unfinished_list_find(struct mst_unfinished_list *runs, const char *folder, bool only_running,
                             struct mst_error *err);

/*
 * Removes from the folder, and the list, what no process has and no one has gone on with for 30 days: told on stderr.
 * A complete run that is still there goes without a word.
 */
void mst_unfinished_list_remove_old(struct mst_unfinished_list *runs, uint64_t now_ns);

/* 0..1 of the targets. */
double mst_unfinished_share(const struct mst_unfinished *run);

/* Time that the rest needs at the pace so far. False: not known. */
bool mst_unfinished_left(const struct mst_unfinished *run, uint64_t *left_ns);

/* For people: two lines each, or all that is known of one, which the user named by its file, or by its ID (`file` is
 * NULL then). `now_ns` since 1970, UTC. */
void mst_unfinished_list_print(const struct mst_unfinished_list *runs, uint64_t now_ns, FILE *out);
void mst_unfinished_print(const struct mst_unfinished *run, const char *file, uint64_t now_ns, FILE *out);

/* For programs: a table of all. */
int mst_unfinished_list_write(struct mst_sheets *sheets, const struct mst_unfinished_list *runs, struct mst_error *err);

void mst_unfinished_list_free(struct mst_unfinished_list *runs);

#endif
