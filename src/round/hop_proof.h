/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop_proof.h - what the silence of a question proves, as far as its gateway goes (next_hop.h). Lane's thread.
 */
#ifndef MST_ROUND_HOP_PROOF_H
#define MST_ROUND_HOP_PROOF_H

#include "round/context.h"

enum mst_hop_proof {
	MST_HOP_PROVEN,   /* the attempt passed its gateway, or that is not watched */
	MST_HOP_UNPROVEN, /* not yet known: it waits */
	MST_HOP_VOID,     /* the attempt did not pass it */
	MST_HOP_GONE,     /* the gateway is silent, and is not waited for any more */
};

/* Of the current attempt of a question that has run out. */
enum mst_hop_proof mst_hop_proof_of(const struct mst_context *context, const struct mst_due *due, uint64_t sent_ns);

/* Whether the gateway of this route is silent, and is not waited for any more. */
bool mst_hop_is_gone(const struct mst_context *context, const struct mst_route_out *route);

#endif
