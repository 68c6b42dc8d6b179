/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * senders.h - the engine of each lane of a round: one that suits its egress.
 */
#ifndef MST_SCAN_SENDERS_H
#define MST_SCAN_SENDERS_H

#include "base/beside.h"
#include "plan/plan.h"
#include "tx/engines.h"

#define MST_ROUNDS_MAX 2
#define MST_TX_MAX (MST_ROUNDS_MAX * MST_LANES_MAX)

/* The engines of a round, by lane; borrowed from a pool. */
struct mst_senders {
	const struct mst_plan *plan;
	struct mst_tx *tx[MST_LANES_MAX];
	struct mst_tx *other[MST_LANES_MAX]; /* that can take its place, see round/prover.h; NULL: there is none */
};

/* All engines of a scan: rounds share those that suit both. */
struct mst_sender_pool {
	struct mst_tx *tx[MST_TX_MAX];
	struct mst_tx *other[MST_TX_MAX]; /* by the same numbers */
	size_t count;
	struct mst_beside leaving[MST_TX_MAX], closing[MST_TX_MAX];
	struct mst_tx_early early;             /* those of … */
	const struct mst_egress *early_egress; /* … this egress; NULL: there are none */
	struct mst_socket_table *sockets;      /* for those that ask by sockets; borrowed */
	struct mst_error why; /* why they are not faster ones, a line each; empty when they are the fastest */
};

/*
 * Begins to open the engines of the first routed egress of these plans, whose hops are known, where they need no
 * capture first: beside what the caller does until mst_senders_open.
 */
void mst_senders_begin(struct mst_sender_pool *pool, const struct mst_plan *plans, size_t count);

/*
 * Fills *senders for a plan with hops. The pool owns the engines. Engines of the earlier round (`before`, or NULL) are
 * used again for an egress with the same hops. A negative errno with the engine's sentence.
 */
int mst_senders_open(struct mst_senders *senders, const struct mst_plan *plan, const struct mst_senders *before,
                     struct mst_sender_pool *pool, struct mst_error *err);

/* One more engine for an egress, which sends frames with tails, as its lanes send theirs where that is possible. The
 * caller closes it. A negative errno with the engine's sentence. */
int mst_senders_open_one(struct mst_tx **tx, const struct mst_plan *plan, const struct mst_egress *egress,
                         struct mst_error *err);

/* Nothing is sent any more: they let go of the kernel, beside whatever the caller does until it closes the pool. */
void mst_sender_pool_leave(struct mst_sender_pool *pool);

/* Begins to close those that are apart (tx/tx.h), beside whatever the caller does until it closes the pool. */
void mst_sender_pool_begin_close(struct mst_sender_pool *pool);

/* Closes all engines. */
void mst_sender_pool_close(struct mst_sender_pool *pool);

#endif
