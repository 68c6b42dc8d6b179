/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exchanges.h - remembers what was asked before: a reply of Sun RPC (RFC 5531) or Rx names only its call, and a message
 * of IKE does not say which side began.
 *
 * A table without chains: of two exchanges whose numbers fall on one slot the later stays. All zero is empty. One
 * thread.
 */
#ifndef MST_DISSECT_COMMON_EXCHANGES_H
#define MST_DISSECT_COMMON_EXCHANGES_H

#include <muster/addr.h>

#define MST_EXCHANGES 256

struct mst_exchange {
	struct mst_addr client, server;
	uint16_t port; /* of the service: each has numbers of its own */
	uint32_t id;
	uint32_t version, procedure; /* what was asked; of IKE the rest of the number */
};

struct mst_exchanges {
	struct mst_exchange slots[MST_EXCHANGES];
};

void mst_exchanges_add(struct mst_exchanges *exchanges, const struct mst_exchange *exchange);

/* The exchange of that number and service between these ends; NULL when it is not known. */
const struct mst_exchange *mst_exchanges_find(const struct mst_exchanges *exchanges, uint16_t port, uint32_t id,
                                              const struct mst_addr *client, const struct mst_addr *server);

#endif
