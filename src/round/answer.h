/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * answer.h - one frame, from its bytes to the verdict that it settles. The receiver's thread; nothing else posts its
 * verdicts.
 *
 *     frame ─► view ─► ours? ─► place ─┬─ MST_ASK ────────► entry: first, or better ─► verdict
 *                │       │             ├─ MST_REFERENCE ──► measured, and forgotten
 *                └───────┴─► stray     └─ MST_UNUSED ─────► earlier verdicts are suspect
 */
#ifndef MST_ROUND_ANSWER_H
#define MST_ROUND_ANSWER_H

#include "round/elsewhere.h"
#include "round/estimator.h"
#include "round/greeter.h"
#include "round/origin.h"
#include "round/recognise.h"
#include "round/shared.h"
#include "round/suspects.h"
#include "wire/fragments.h"

struct mst_answers {
	const struct mst_plan *plan;
	struct mst_shared *shared;
	struct mst_neighbours *neighbours; /* what answers on links claim; NULL: nothing is kept */
	uint8_t tested[MST_EGRESSES_MAX];  /* families of a link whose unused addresses are asked, as bits */
	struct mst_estimator estimators[MST_EGRESSES_MAX];
	struct mst_suspects *suspects;         /* NULL where nothing unused is asked */
	struct mst_origin_search origins;      /* of answers from other addresses */
	struct mst_fragments *fragments;       /* of packets that are not whole yet */
	uint64_t fragments_dropped;            /* as they were counted last */
	struct mst_greeter greeter;            /* of open ports */
	struct mst_elsewhere elsewhere;        /* answers from other addresses than those asked */
	uint64_t strays_in_kernel;             /* that were not handed over: the receiver counts them */
	bool uncounted[MST_EGRESSES_MAX];      /* a stack resets without counting the SYN: see probe/tcp.h */
	MST_OWN_LINE struct mst_counts counts; /* COUNTS */
	struct mst_stray_counts strays;        /* COUNTS: by reason */
	struct mst_seen_at asymmetric;         /* COUNTS: see muster/scan.h */
};

/* Zeroed before. `neighbours` may be NULL; all are borrowed. -ENOMEM with a sentence. */
int mst_answers_open(struct mst_answers *answers, struct mst_shared *shared, const struct mst_greeting *greeting,
                     struct mst_neighbours *neighbours, struct mst_error *err);
void mst_answers_close(struct mst_answers *answers);

/* Reads one frame; what it settles stands in the receiver's outboxes, which the caller flushes. */
void mst_answers_read(struct mst_answers *answers, const struct mst_received_frame *captured);

#endif
