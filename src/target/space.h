/*
 * space.h - the questions of a scan as numbers: targets × ports, in the keyed order.
 *
 *     position ──permute──► index ──► (address, port)
 *
 * `asked` positions [begin, end) are this run's share: sampling and sharding cut the order, not the space.
 */
#ifndef MST_TARGET_SPACE_H
#define MST_TARGET_SPACE_H

#include <muster/targets.h>

#include "target/permute.h"

struct mst_space {
	const struct mst_targets *targets;
	uint16_t *ports;     /* ascending; NULL for host questions */
	uint32_t port_count; /* 1 for host questions */
	uint64_t size;       /* targets × ports */
	uint64_t begin, end; /* positions of this run */
	struct mst_permute permute;
};

struct mst_slice {
	double sample;          /* (0, 1] */
	uint64_t max_targets;   /* 0 is all */
	uint32_t shard, shards; /* 1 ≤ shard ≤ shards */
};

struct mst_question_at {
	struct mst_addr addr;
	uint16_t port; /* 0 for host questions */
};

/* `ports` NULL for host questions. -EINVAL: empty space or slice, naming the rule that emptied it; -EOVERFLOW:
 * more than 2^63 questions; -ENOMEM. */
int mst_space_init(struct mst_space *space, const struct mst_targets *targets, const struct mst_ports *ports,
                   const struct mst_slice *slice, uint64_t seed, struct mst_error *err);
void mst_space_free(struct mst_space *space);

/* The question at a position in [0, size). */
struct mst_question_at mst_space_at(const struct mst_space *space, uint64_t position);

/* Where a question stands; false when it is not in the space. */
bool mst_space_find(const struct mst_space *space, const struct mst_addr *addr, uint16_t port, uint64_t *position);

#endif
