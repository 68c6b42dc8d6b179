/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cover.h - which targets of a plan have a verdict: settled ones are told in their order, what lies between them is
 * missing.
 *
 *     targets × ports, ascending   0 ▓▓▓▓░░░▓▓░▓▓▓▓ N      ▓ settled   ░ a range without a verdict
 */
#ifndef MST_COMPARE_COVER_H
#define MST_COMPARE_COVER_H

#include <muster/compare.h>

#include "target/space_pairs.h"

struct mst_cover {
	const struct mst_targets *targets; /* closed; NULL: not known */
	const struct mst_ports *ports;     /* NULL: hosts, or not known */
	struct mst_space_pairs *pairs;     /* in place of every port of every target; NULL: all. Its own */
	uint32_t port_count;               /* 1 for hosts */
	uint32_t before[1024];             /* ports in the words of the set before this one */
	mst_uint128 next;                  /* every index before it is counted */
	struct mst_merge_plan plan;        /* the result */
};

/* What the rows of such a run have to cover. `sampled`: only rows say what it asked. */
void mst_cover_init(struct mst_cover *cover, const struct mst_rows_about *about, bool sampled);

void mst_cover_close(struct mst_cover *cover);

/* A file that leaves out states, or does not say that it does not, proves nothing for its plan. Before the first row.
 */
void mst_cover_doubt(struct mst_cover *cover, const struct mst_rows_about *about);

/* Whether a run of the same targets, ports and protocol has begun with these. */
bool mst_cover_fits(const struct mst_rows_about *one, const struct mst_rows_about *other);

/* Begins again. */
void mst_cover_rewind(struct mst_cover *cover);

/* A target with a row, in ascending order; several times is once. */
void mst_cover_add(struct mst_cover *cover, const struct mst_result *row, bool settled);

/* After the last: what follows it is missing, too. Once. */
void mst_cover_end(struct mst_cover *cover);

#endif
