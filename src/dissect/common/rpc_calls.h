/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rpc_calls.h - remembers the procedures that Sun RPC (RFC 5531) was asked for: a reply names only its call.
 *
 * A table without chains: of two calls whose numbers fall on one slot the later stays. All zero is empty. One thread.
 */
#ifndef MST_DISSECT_COMMON_RPC_CALLS_H
#define MST_DISSECT_COMMON_RPC_CALLS_H

#include <muster/addr.h>

#define MST_RPC_CALLS 256

struct mst_rpc_call {
	struct mst_addr client, server;
	uint32_t id, version, procedure;
};

struct mst_rpc_calls {
	struct mst_rpc_call slots[MST_RPC_CALLS];
};

void mst_rpc_calls_add(struct mst_rpc_calls *calls, const struct mst_rpc_call *call);

/* The call of that number between these ends; NULL when it is not known. */
const struct mst_rpc_call *mst_rpc_calls_find(const struct mst_rpc_calls *calls, uint32_t id,
                                              const struct mst_addr *client, const struct mst_addr *server);

#endif
