/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally.h - what the rows of a run come to: counts for people and for reports.
 */
#ifndef MST_CLI_RUNS_TALLY_H
#define MST_CLI_RUNS_TALLY_H

#include <muster/rows.h>
#include <stdio.h>

struct mst_run_tally {
	uint64_t targets; /* with a row */
	uint64_t states[MST_STATE_COUNT];
	uint64_t unsettled; /* unknown because the run ended before */
	bool named;         /* any address has a name */
};

/* Reads all rows from the first. 0, or their failure. */
int mst_run_count(struct mst_run_tally *tally, struct mst_rows *rows, struct mst_error *err);

/* The parameters of the run that the rows are of, as its report had them; `pairs` is freed with free(3). */
#define MST_RUN_MOMENT 40
struct mst_run_parameters {
	struct mst_pair *pairs;
	size_t count;
	char start[MST_RUN_MOMENT];
};
/* 0, or -ENOMEM. With another `title` than the run's, unless that is NULL. */
int mst_run_parameters(struct mst_run_parameters *parameters, const struct mst_rows_about *about, const char *title);

/* The counts as the summary of a report. Returns their number, at most MST_RUN_SUMMARY_MAX. */
#define MST_RUN_SUMMARY_MAX (MST_STATE_COUNT + 7)
size_t mst_run_summary(struct mst_pair pairs[MST_RUN_SUMMARY_MAX], const struct mst_run_tally *tally,
                       const struct mst_rows_about *about);

/* A number and what it counts; a word and a sentence. For people. */
void mst_run_print_count(FILE *out, uint64_t count, const char *meaning);
void mst_run_print_sentence(FILE *out, const char *word, const char *sentence);

/* The counts, those that are zero left out. */
void mst_run_print(FILE *out, const struct mst_run_tally *tally);

#endif
