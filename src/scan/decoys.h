/*
 * decoys.h - questions that nobody can honestly answer: addresses and ports that surely are not in use. Whose answer says
 * that a path, or a host, answers for everybody: VPNs, SYN proxies, tarpits.
 *
 *     hosts are asked    addresses for documentation (RFC 5737, RFC 3849) that take the same way, and, where the targets
 *                        are of a /64, random ones of it
 *     ports are asked    of each host that has an open one, another port: neither asked for nor likely; if that is open too,
 *                        one more
 *
 *     receiver ── a host with an open port ──► queue of its way: DECOY ──► lane: asks, in a roll of its own ──► receiver
 *
 * Like canaries (canary.h) they have no verdicts; their tickets name a lane past those of the canaries.
 */
#ifndef MST_SCAN_DECOYS_H
#define MST_SCAN_DECOYS_H

#include "net/path.h"

#include "base/atomic.h"

#define MST_DECOY_PORTS 2
#define MST_DECOY_ADDRS 3      /* a way */
#define MST_DECOYS_QUEUED 256  /* a power of two */
#define MST_DECOYS_IN_FLIGHT 1024
#define MST_DECOY_ATTEMPTS 2

struct mst_decoy_addr {
	struct mst_addr addr;
	const struct mst_path *path; /* of targets, which it shares */
	unsigned way;
};

/* Of a plan; constant. */
struct mst_decoys {
	bool wanted;
	uint16_t ports[MST_DECOY_PORTS];
	unsigned port_count;          /* when ports are asked; 0 otherwise */
	struct mst_decoy_addr *addrs; /* when hosts are */
	size_t addr_count;
};

struct mst_decoy {
	struct mst_addr host;
	uint16_t port;
};

/* Hosts to be tested: the receiver writes, the first lane of the way reads. */
struct mst_decoy_queue {
	_Atomic uint32_t put, taken; /* DECOY */
	struct mst_decoy decoys[MST_DECOYS_QUEUED];
};

/* Receiver: false when there is no room. */
static inline bool mst_decoy_queue_put(struct mst_decoy_queue *queue, const struct mst_addr *host, uint16_t port)
{
	uint32_t put = mst_load(&queue->put, relaxed);

	if (put - mst_load(&queue->taken, acquire) == MST_DECOYS_QUEUED)
		return false;
	queue->decoys[put % MST_DECOYS_QUEUED] = (struct mst_decoy){ *host, port };
	mst_store(&queue->put, put + 1, release); /* DECOY */
	return true;
}

/* Lane: false when it is empty. */
static inline bool mst_decoy_queue_take(struct mst_decoy_queue *queue, struct mst_decoy *decoy)
{
	uint32_t taken = mst_load(&queue->taken, relaxed);

	if (taken == mst_load(&queue->put, acquire)) /* DECOY */
		return false;
	*decoy = queue->decoys[taken % MST_DECOYS_QUEUED];
	mst_store(&queue->taken, taken + 1, release);
	return true;
}

static inline bool mst_decoy_queue_is_empty(const struct mst_decoy_queue *queue)
{
	return mst_load(&queue->taken, relaxed) == mst_load(&queue->put, acquire);
}

struct mst_plan;

/* Fills plan->decoys, whose `wanted` is known, and ways. -ENOMEM with a sentence. */
int mst_decoys_choose(struct mst_plan *plan, struct mst_error *err);
void mst_decoys_free(struct mst_decoys *decoys);

/* The path of a target or decoy; NULL when it is neither. */
const struct mst_path *mst_decoys_path(const struct mst_plan *plan, const struct mst_addr *addr);

/* The decoy with this address; NULL when there is none. */
const struct mst_decoy_addr *mst_decoys_find(const struct mst_decoys *decoys, const struct mst_addr *addr);

#endif
