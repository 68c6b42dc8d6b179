/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * facts.h - the first screen of a page about a run: what was asked, when and by which command, how many are in each
 * state, what share was probably missed, and what is suspect.
 */
#ifndef MST_HTML_FACTS_H
#define MST_HTML_FACTS_H

#include <muster/report.h>

#include "html/tally.h"

/* A page is about these; either may be empty. */
struct mst_html_run {
	struct mst_pairs parameters, summary;
	const struct mst_html_tally *tally;
};

void mst_html_facts_draw(struct mst_ink *ink, const struct mst_html_run *run);

/* What was suspect, with its first addresses. Nothing without suspects. */
void mst_html_suspects_draw(struct mst_ink *ink, const struct mst_html_tally *tally);

/* "sweep of 10.0.0.0/24"; `size` bytes. */
const char *mst_html_run_title(char *title, size_t size, const struct mst_html_run *run);

/* The value of a parameter or of the summary, of this kind; NULL: there is none. */
const struct mst_pair *mst_html_pair(struct mst_pairs pairs, const char *name, enum mst_pair_kind kind);

#endif
