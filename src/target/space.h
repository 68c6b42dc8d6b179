/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * space.h - the questions of a scan as numbers: targets × ports, in the keyed order.
 *
 *     position ──permute──► index ──► (address, port)
 *
 * Or fewer than the product: pairs of address and port (space_pairs.h).
 *
 * Positions [begin, end) belong to this run: sampling and sharding take a part of the order, not of the address
 * space. A space of 2^63 questions or more (IPv6) is permuted in 128 bits; its positions are counted from `origin`,
 * so that they fit in 64 bits.
 */
#ifndef MST_TARGET_SPACE_H
#define MST_TARGET_SPACE_H

#include <muster/result.h>
#include <muster/targets.h>

#include "target/permute.h"
#include "target/permute_wide.h"
#include "target/space_pairs.h"

struct mst_space {
	const struct mst_targets *targets;
	uint16_t *ports;               /* ascending; NULL for host questions */
	uint32_t port_count;           /* 1 for host questions */
	struct mst_space_pairs *pairs; /* in place of every port of every target; NULL: all of them */
	mst_uint128 size;              /* targets × ports */
	mst_uint128 origin;            /* first position; 0 unless `wide` */
	uint64_t begin, end;           /* positions of this run */
	bool wide;
	union {
		struct mst_permute permute;
		struct mst_permute_wide permute_wide;
	};
};

struct mst_slice {
	double sample;          /* (0, 1] */
	uint64_t max_targets;   /* 0 is all */
	uint32_t shard, shards; /* 1 ≤ shard ≤ shards */
	uint64_t from, until;   /* of what that leaves, the positions [from, until), from 0; 0, 0 is all */
};

struct mst_question_at {
	struct mst_addr addr;
	uint16_t port; /* 0 for host questions */
};

/* `ports` NULL for host questions. -EINVAL: empty space or slice, naming the rule that emptied it, or a run of more
 * than 2^63 questions, or more than 2^127 in all; -ENOMEM. */
int mst_space_init(struct mst_space *space, const struct mst_targets *targets, const struct mst_ports *ports,
                   const struct mst_slice *slice, uint64_t seed, struct mst_error *err);

/* The same; of the targets and ports only the pairs that `endpoints` has, which may be NULL: all. Not of 2^32 and more.
 */
int mst_space_init_pairs(struct mst_space *space, const struct mst_targets *targets, const struct mst_ports *ports,
                         const struct mst_endpoints *endpoints, const struct mst_slice *slice, uint64_t seed,
                         struct mst_error *err);
void mst_space_free(struct mst_space *space);

/* The question at a position in [begin, end). */
struct mst_question_at mst_space_at(const struct mst_space *space, uint64_t position);

/* The same for several at once, at most MST_QUESTIONS_AT_ONCE, in less time. */
#define MST_QUESTIONS_AT_ONCE 128
void mst_space_questions(const struct mst_space *space, const uint64_t *positions, size_t count,
                         struct mst_question_at *questions);

/* The index of a position in [begin, end), and back; false when it is not in the part of the order that the run asks.
 */
mst_uint128 mst_space_index(const struct mst_space *space, uint64_t position);
bool mst_space_position(const struct mst_space *space, mst_uint128 index, uint64_t *position);

/* The positions of several indices, in less time; MST_NO_POSITION for those that the run does not ask. */
void mst_space_positions(const struct mst_space *space, const mst_uint128 *indices, size_t count, uint64_t *positions);

/* The question of an index below `size`, and back; false when it is not in the space. */
struct mst_question_at mst_space_question(const struct mst_space *space, mst_uint128 index);
bool mst_space_find_index(const struct mst_space *space, const struct mst_addr *addr, uint16_t port,
                          mst_uint128 *index);

/* The position of a question; false when it is not in the space, or 2^64 or more positions from `origin`. */
bool mst_space_find(const struct mst_space *space, const struct mst_addr *addr, uint16_t port, uint64_t *position);

#endif
