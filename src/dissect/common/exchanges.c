/* SPDX-License-Identifier: BSD-2-Clause */
/* exchanges.c - see exchanges.h. */
#include "dissect/common/exchanges.h"

/* Clients count up by one, of either byte order: all bytes of the number choose the slot. */
static size_t slot_of(uint32_t id)
{
	return (id ^ id >> 8 ^ id >> 16 ^ id >> 24) % MST_EXCHANGES;
}

void mst_exchanges_add(struct mst_exchanges *exchanges, const struct mst_exchange *exchange)
{
	exchanges->slots[slot_of(exchange->id)] = *exchange;
}

const struct mst_exchange *mst_exchanges_find(const struct mst_exchanges *exchanges, uint16_t port, uint32_t id,
                                              const struct mst_addr *client, const struct mst_addr *server)
{
	const struct mst_exchange *exchange = &exchanges->slots[slot_of(id)];

	if (exchange->id != id || exchange->port != port || exchange->client.family == MST_NO_FAMILY ||
	    !mst_addr_equal(&exchange->client, client) || !mst_addr_equal(&exchange->server, server))
		return NULL;
	return exchange;
}
