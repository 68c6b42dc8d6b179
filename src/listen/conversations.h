/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * conversations.h - which end of a flow asked: of so many flows, the newest ones.
 *
 *     hash of both ends ──► a cache line of eight flows: a new one goes in front, the last one falls out
 *
 * An entry is the flow's hash, with its lowest bit replaced by the end that asks. The key is secret, so that senders
 * cannot choose flows of one line. Nothing is allocated after opening. One thread uses it.
 */
#ifndef MST_LISTEN_CONVERSATIONS_H
#define MST_LISTEN_CONVERSATIONS_H

#include "base/siphash.h"
#include "dissect/common/packet.h"

#define MST_CONVERSATIONS_ROWS 4096
#define MST_CONVERSATIONS_OF_ROW 8

struct mst_conversations {
	uint64_t rows[MST_CONVERSATIONS_ROWS][MST_CONVERSATIONS_OF_ROW]; /* 0: none */
};

enum mst_asker { MST_ASKER_UNKNOWN, MST_ASKER_SOURCE, MST_ASKER_DESTINATION };

/* Which end of this packet's flow asked. The packet has ports. */
enum mst_asker mst_conversations_asker(const struct mst_conversations *flows, const struct mst_key *key,
                                       const struct mst_packet *packet);

/* Notes which end asks, instead of what was noted before. `asker` is not MST_ASKER_UNKNOWN. */
void mst_conversations_note(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                            enum mst_asker asker);

#endif
