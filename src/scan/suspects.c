/*
 * suspects.c - see suspects.h. Hosts stand in a table with open addressing (D. Knuth, "The Art of Computer Programming",
 * vol. 3, section 6.4, algorithm L), half full at most.
 */
#include "scan/suspects.h"

#include <stdlib.h>
#include <string.h>

#include "scan/lane.h"
#include "scan/receiver.h"

#define RECENT 4096
#define FIRST_SIZE 256
#define SIZE_MAX_HOSTS (1u << 21) /* 64 MiB; hosts beyond are not tested */

struct host {
	struct mst_addr addr; /* no family: a free place */
	uint32_t answered;    /* decoys */
	bool owed;            /* the next one: there was no room in the queue */
};

struct recent {
	struct mst_result result;
	unsigned lane;
	unsigned probe;
};

struct mst_suspects {
	struct host *hosts;
	size_t size, count;
	struct recent recent[RECENT];
	uint64_t heard; /* the next one goes to recent[heard % RECENT] */
	bool ways[MST_WAYS_MAX][MST_HEARD_MAX]; /* that this probe was answered for everybody */
};

struct mst_suspects *mst_suspects_new(void)
{
	struct mst_suspects *suspects = calloc(1, sizeof *suspects);

	if (!suspects)
		return NULL;
	suspects->size = FIRST_SIZE;
	suspects->hosts = calloc(suspects->size, sizeof *suspects->hosts);
	if (suspects->hosts)
		return suspects;
	free(suspects);
	return NULL;
}

void mst_suspects_free(struct mst_suspects *suspects)
{
	if (!suspects)
		return;
	free(suspects->hosts);
	free(suspects);
}

/* ---- hosts ---- */

static struct host *place_of(struct host *hosts, size_t size, const struct mst_addr *addr)
{
	size_t at = (size_t)mst_flock_key(addr, 0) & (size - 1);

	while (hosts[at].addr.family && !mst_addr_equal(&hosts[at].addr, addr))
		at = (at + 1) & (size - 1);
	return &hosts[at];
}

static bool grow(struct mst_suspects *suspects)
{
	struct host *hosts = suspects->size < SIZE_MAX_HOSTS ? calloc(suspects->size * 2, sizeof *hosts) : NULL;

	if (!hosts)
		return false;
	for (size_t i = 0; i < suspects->size; i++) {
		if (suspects->hosts[i].addr.family)
			*place_of(hosts, suspects->size * 2, &suspects->hosts[i].addr) = suspects->hosts[i];
	}
	free(suspects->hosts);
	suspects->hosts = hosts;
	suspects->size *= 2;
	return true;
}

static void ask_next(struct mst_receiver *receiver, struct host *host, unsigned way)
{
	uint16_t port = receiver->round->plan->decoys.ports[host->answered];

	host->owed = !mst_decoy_queue_put(&receiver->round->ways[way].decoys, &host->addr, port); /* DECOY */
}

/* Known, or new: then it is to be tested. NULL: no room for more. */
static struct host *host_of(struct mst_receiver *receiver, const struct mst_addr *addr, unsigned way)
{
	struct mst_suspects *suspects = receiver->suspects;
	struct host *host = place_of(suspects->hosts, suspects->size, addr);

	if (host->addr.family && host->owed)
		ask_next(receiver, host, way);
	if (host->addr.family)
		return host;
	if ((suspects->count + 1) * 2 > suspects->size) {
		if (!grow(suspects))
			return NULL;
		host = place_of(suspects->hosts, suspects->size, addr);
	}
	if (!mst_decoy_queue_put(&receiver->round->ways[way].decoys, addr, receiver->round->plan->decoys.ports[0])) /* DECOY */
		return NULL; /* another time, by another open port */
	host->addr = *addr;
	suspects->count++;
	return host;
}

/* ---- verdicts ---- */

static void keep(struct mst_suspects *suspects, const struct mst_result *result, unsigned lane, unsigned probe)
{
	suspects->recent[suspects->heard++ % RECENT] = (struct recent){ *result, lane, probe };
}

static bool is_about(const struct mst_plan *plan, const struct recent *recent, const struct mst_addr *addr, unsigned way,
                     unsigned probe)
{
	if (plan->about_ports)
		return mst_addr_equal(&recent->result.addr, addr);
	return recent->lane % plan->way_count == way && recent->probe == probe;
}

static enum mst_suspicion suspicion(const struct mst_plan *plan)
{
	return plan->about_ports ? MST_SUSPECT_EVERY_PORT : MST_SUSPECT_EVERYBODY;
}

/* Says the recent ones once more. */
static void amend(struct mst_receiver *receiver, const struct mst_addr *addr, unsigned way, unsigned probe)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_suspects *suspects = receiver->suspects;
	uint64_t first = suspects->heard > RECENT ? suspects->heard - RECENT : 0;

	for (uint64_t i = first; i < suspects->heard; i++) {
		struct recent *recent = &suspects->recent[i % RECENT];
		struct mst_note note = { .lane = recent->lane, .was = MST_STANDING_BEST, .is = MST_STANDING_BEST };

		if (recent->result.suspect || !is_about(plan, recent, addr, way, probe))
			continue;
		recent->result.suspect = (uint8_t)suspicion(plan);
		mst_receiver_put(receiver, &recent->result, &note);
	}
}

void mst_suspects_hear(struct mst_receiver *receiver, struct mst_result *result, unsigned lane, unsigned probe)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_suspects *suspects = receiver->suspects;
	unsigned way = lane % plan->way_count;
	const struct host *host = plan->about_ports ? host_of(receiver, &result->addr, way) : NULL;
	bool suspect = plan->about_ports ? host && host->answered >= plan->decoys.port_count : suspects->ways[way][probe];

	if (suspect && !result->suspect)
		result->suspect = (uint8_t)suspicion(plan);
	keep(suspects, result, lane, probe);
}

void mst_suspects_note(struct mst_receiver *receiver, const struct mst_addr *addr, unsigned way, unsigned probe)
{
	const struct mst_plan *plan = receiver->round->plan;
	struct mst_suspects *suspects = receiver->suspects;
	struct host *host;

	if (plan->about_ports) {
		host = place_of(suspects->hosts, suspects->size, addr);
		if (!host->addr.family)
			return;
		host->answered++;
		if (host->answered < plan->decoys.port_count)
			ask_next(receiver, host, way);
		if (host->answered != plan->decoys.port_count)
			return;
	} else if (suspects->ways[way][probe]) {
		return;
	}
	suspects->ways[way][probe] |= !plan->about_ports;
	amend(receiver, addr, way, probe);
}
