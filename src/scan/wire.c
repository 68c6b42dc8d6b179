/* wire.c - see wire.h. */
#include "scan/wire.h"

#include <string.h>

#include "scan/lane.h"

/* Says once more of a target that it is up, and what is suspicious about it. */
static void suspect(struct mst_receiver *receiver, const struct mst_result *latest, const struct mst_neighbour *neighbour,
                    enum mst_suspicion suspicion)
{
	bool proxied = mst_neighbours_of(receiver->round->gear->neighbours, neighbour->mac) >= MST_PROXY_SUSPECTED;
	struct mst_note note = {
		.was = MST_STANDING_BEST,
		.is = MST_STANDING_BEST,
		.suspected = suspicion == MST_SUSPECT_PROXY ? neighbour->disputed : proxied,
	};
	struct mst_result result = *latest;
	uint32_t slot;

	if (!mst_index_find(receiver->round->index, &neighbour->addr, result.port, &note.lane, &slot))
		return;
	result.addr = result.from = neighbour->addr;
	result.rtt_ns = neighbour->rtt_ns;
	result.time_ns = neighbour->time_ns;
	result.attempts = result.attempt = neighbour->attempts;
	memcpy(result.mac, neighbour->mac, sizeof result.mac);
	result.suspect = (uint8_t)suspicion;
	mst_receiver_put(receiver, &result, &note);
}

/* A machine has become suspect with this answer: those before it are, too. */
static void suspect_earlier(struct mst_receiver *receiver, const struct mst_result *latest)
{
	const struct mst_neighbour *neighbour;
	size_t at = 0;

	while ((neighbour = mst_neighbours_next(receiver->round->gear->neighbours, latest->mac, &at))) {
		if (!mst_addr_equal(&neighbour->addr, &latest->addr))
			suspect(receiver, latest, neighbour, MST_SUSPECT_PROXY);
	}
}

enum mst_suspicion mst_wire_hear(struct mst_receiver *receiver, const struct mst_result *result)
{
	struct mst_neighbours *neighbours = receiver->round->gear->neighbours;
	uint32_t addresses;

	if (!neighbours || !mst_neighbours_put(neighbours, result))
		return MST_NOT_SUSPECT;
	addresses = mst_neighbours_of(neighbours, result->mac);
	if (addresses == MST_PROXY_SUSPECTED)
		suspect_earlier(receiver, result);
	return addresses >= MST_PROXY_SUSPECTED ? MST_SUSPECT_PROXY : MST_NOT_SUSPECT;
}

/* The machine that was first keeps the address, as far as ports are asked. */
void mst_wire_hear_again(struct mst_receiver *receiver, const struct mst_answer *answer, uint64_t wall_ns)
{
	struct mst_neighbours *neighbours = receiver->round->gear->neighbours;
	struct mst_neighbour *neighbour = neighbours ? mst_neighbours_find(neighbours, &answer->target) : NULL;
	struct mst_result result;

	if (!neighbour || neighbour->disputed || memcmp(neighbour->mac, answer->mac, sizeof answer->mac) == 0)
		return;
	neighbour->disputed = true;
	mst_count(&receiver->counts.conflicts, 1);
	result = mst_receiver_result(receiver, answer, wall_ns, MST_STANDING_BEST);
	suspect(receiver, &result, neighbour, MST_SUSPECT_CONFLICT);
}
