/* SPDX-License-Identifier: BSD-2-Clause */
/* conversations.c - see conversations.h. */
#include "listen/conversations.h"

#include <string.h>

#define ASKER_IS_LOWER UINT64_C(1)

/* A flow has one hash in both directions: its lower end (by address, then port) comes first. */
struct flow {
	uint64_t hash; /* without the lowest bit, and not 0 */
	bool source_is_lower;
};

static struct flow flow_of(const struct mst_key *key, const struct mst_packet *packet)
{
	int order = memcmp(packet->source.bytes, packet->destination.bytes, sizeof packet->source.bytes);
	bool lower = order < 0 || (order == 0 && packet->source_port <= packet->destination_port);
	const struct mst_addr *low = lower ? &packet->source : &packet->destination;
	const struct mst_addr *high = lower ? &packet->destination : &packet->source;
	uint64_t ports = lower ? (uint64_t)packet->source_port << 16 | packet->destination_port
	                       : (uint64_t)packet->destination_port << 16 | packet->source_port;
	uint64_t words[6];

	memcpy(words, low->bytes, 16);
	memcpy(words + 2, high->bytes, 16);
	words[4] = ports << 32 | (uint64_t)packet->protocol << 16 | (packet->vlan_count ? packet->vlans[0] & 0xfff : 0);
	words[5] = packet->vni;
	return (struct flow){ (mst_siphash(key, words, packet->has_vni ? 6 : 5) | 2) & ~ASKER_IS_LOWER, lower };
}

/* The place of a flow in its row; MST_CONVERSATIONS_OF_ROW when it is not there. */
static unsigned place_of(const uint64_t row[MST_CONVERSATIONS_OF_ROW], uint64_t hash)
{
	unsigned i = 0;

	while (i < MST_CONVERSATIONS_OF_ROW && (row[i] & ~ASKER_IS_LOWER) != hash)
		i++;
	return i;
}

static size_t row_of(uint64_t hash)
{
	return (size_t)(hash >> 32) % MST_CONVERSATIONS_ROWS;
}

enum mst_asker mst_conversations_asker(const struct mst_conversations *flows, const struct mst_key *key,
                                       const struct mst_packet *packet)
{
	struct flow flow = flow_of(key, packet);
	const uint64_t *row = flows->rows[row_of(flow.hash)];
	unsigned place = place_of(row, flow.hash);

	if (place == MST_CONVERSATIONS_OF_ROW)
		return MST_ASKER_UNKNOWN;
	return (row[place] & ASKER_IS_LOWER) == flow.source_is_lower ? MST_ASKER_SOURCE : MST_ASKER_DESTINATION;
}

void mst_conversations_note(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                            enum mst_asker asker)
{
	struct flow flow = flow_of(key, packet);
	uint64_t *row = flows->rows[row_of(flow.hash)];
	unsigned place = place_of(row, flow.hash);
	bool asker_is_lower = (asker == MST_ASKER_SOURCE) == flow.source_is_lower;

	if (place == MST_CONVERSATIONS_OF_ROW)
		place--;
	memmove(row + 1, row, place * sizeof *row);
	row[0] = flow.hash | (asker_is_lower ? ASKER_IS_LOWER : 0);
}
