/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capacity.h - how many questions may be in flight, and how a ticket names the entry of one.
 *
 *     slot of a ticket     ┌─────────┬────────┬────────────────┐
 *                          │ purpose │ lane   │ entry          │
 *                          └─────────┴────────┴────────────────┘
 *                           0 or 2     bits of   bits of
 *                           bits       the lanes one roll
 *
 * Each lane has a roll for each purpose. A round that only asks its targets needs no bits for the purpose.
 */
#ifndef MST_PLAN_CAPACITY_H
#define MST_PLAN_CAPACITY_H

#include <stdbool.h>
#include <stdint.h>

#include "plan/pacing.h"
#include "plan/patience.h"

/* Why a question is asked. */
enum mst_purpose {
	MST_ASK,       /* its target gets a verdict */
	MST_REFERENCE, /* a target that answered is asked again: is the network lossy, or late? */
	MST_UNUSED,    /* an address or port that is not in use: does something answer for everything? */
	MST_PURPOSES,
};

#define MST_CAPACITY_BITS_MAX 22 /* of all three together */

struct mst_capacity {
	uint32_t entries; /* of one roll: 2^entry_bits */
	unsigned entry_bits, lane_bits, purpose_bits;
};

/* The facts that decide how much memory is useful. */
struct mst_demand {
	uint64_t questions;
	unsigned lanes;          /* of the round */
	unsigned lanes_each;     /* of one egress */
	unsigned frames;         /* of a first attempt */
	bool on_link;            /* some targets are asked by ARP or neighbour solicitation */
	bool references, unused; /* questions for these purposes will be asked, too */
};

struct mst_capacity mst_capacity_choose(const struct mst_demand *demand, const struct mst_pacing *pacing,
                                        const struct mst_patience *patience);

/* The place of a question. */
struct mst_place {
	enum mst_purpose purpose;
	unsigned lane;
	uint32_t entry;
};

static inline unsigned mst_slot_bits(const struct mst_capacity *capacity)
{
	return capacity->entry_bits + capacity->lane_bits + capacity->purpose_bits;
}

static inline uint32_t mst_slot_of(const struct mst_capacity *capacity, enum mst_purpose purpose, unsigned lane,
                                   uint32_t entry)
{
	return ((uint32_t)purpose << capacity->lane_bits | lane) << capacity->entry_bits | entry;
}

/* A ticket's slot is not checked: purpose and lane may be any numbers of their bits. */
static inline struct mst_place mst_place_of(const struct mst_capacity *capacity, uint32_t slot)
{
	uint32_t number = slot >> capacity->entry_bits;

	return (struct mst_place){
		.purpose = (enum mst_purpose)(number >> capacity->lane_bits),
		.lane = number & ((1u << capacity->lane_bits) - 1),
		.entry = slot & (capacity->entries - 1),
	};
}

#endif
