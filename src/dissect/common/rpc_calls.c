/* SPDX-License-Identifier: BSD-2-Clause */
/* rpc_calls.c - see rpc_calls.h. */
#include "dissect/common/rpc_calls.h"

/* Clients count up by one, of either byte order: all bytes of the number choose the slot. */
static size_t slot_of(uint32_t id)
{
	return (id ^ id >> 8 ^ id >> 16 ^ id >> 24) % MST_RPC_CALLS;
}

void mst_rpc_calls_add(struct mst_rpc_calls *calls, const struct mst_rpc_call *call)
{
	calls->slots[slot_of(call->id)] = *call;
}

const struct mst_rpc_call *mst_rpc_calls_find(const struct mst_rpc_calls *calls, uint32_t id,
                                              const struct mst_addr *client, const struct mst_addr *server)
{
	const struct mst_rpc_call *call = &calls->slots[slot_of(id)];

	if (call->id != id || call->client.family == MST_NO_FAMILY || !mst_addr_equal(&call->client, client) ||
	    !mst_addr_equal(&call->server, server))
		return NULL;
	return call;
}
