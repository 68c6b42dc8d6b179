/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prover.h - finds out for each egress whether what it sends leaves, and changes the engine where nothing shows that:
 * PROOF, see engine_proof.h. Receiver's thread.
 *
 * At the start the engine of each egress asks its gateways for their link-layer addresses, beside the first probes
 * (hop_watch.h). Whatever answers first settles it; else it is decided when the first question runs out.
 */
#ifndef MST_ROUND_PROVER_H
#define MST_ROUND_PROVER_H

#include "net/drops.h"
#include "round/captures.h"
#include "round/recognise.h"
#include "round/shared.h"
#include "tx/tx.h"

/* What the interfaces of an egress had dropped, and the lanes had sent, when its engine began. `reported`: of the
 * drops, those that the engine has noticed: such frames were offered again. */
struct mst_prover_began {
	uint64_t drops[MST_PROOF_INTERFACES], sent, reported;
};

struct mst_prover {
	struct mst_shared *shared; /* borrowed, as the next two; NULL: nothing needs proof */
	struct mst_tx *const *tx;  /* by lane */
	struct mst_tx *const *other;
	const struct mst_captures *captures;
	struct mst_rtnl *rtnl; /* NULL: drops are not known */
	struct mst_prover_began began[MST_EGRESSES_MAX];
};

/*
 * Every egress that sends to a network awaits its proof from now on. `tx`: the engine of each lane, NULL where none
 * sends; `other`: another one for when that fails, or the same again, only to hear by other means; it may be NULL, in
 * all of them or in some. All are borrowed.
 */
void mst_prover_open(struct mst_prover *prover, struct mst_shared *shared, struct mst_tx *const *tx,
                     struct mst_tx *const *other, const struct mst_captures *captures);
void mst_prover_close(struct mst_prover *prover);

/*
 * The same engines have proven themselves in an earlier round, or failed: begins as that one ended. Just before the
 * round runs.
 */
void mst_prover_follow(struct mst_prover *prover, const struct mst_prover *before);

/* To be called every few milliseconds. */
void mst_prover_look(struct mst_prover *prover);

/* What is found settled a question. */
void mst_prover_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                         const struct mst_settlement *settlement);

/* The engine that sends for this egress. Any thread. */
const struct mst_tx *mst_prover_engine(const struct mst_prover *prover, const struct mst_egress *egress);

/* The same for one of its lanes. */
static inline const struct mst_tx *mst_prover_sender(const struct mst_prover *prover, const struct mst_egress *egress,
                                                     unsigned lane)
{
	unsigned engine = mst_load(&prover->shared->egresses[egress->number].proof.engine, relaxed); /* PROOF */

	return engine && prover->other ? prover->other[lane] : prover->tx[lane];
}

/* The engine of this egress begins. (eaten.c) */
void mst_prover_start(struct mst_prover *prover, const struct mst_egress *egress);

/* How many frames the interfaces that are not heard have lost since then, if these are half of what was sent, or 0. */
uint64_t mst_prover_eaten(const struct mst_prover *prover, const struct mst_egress *egress);

#endif
