/* SPDX-License-Identifier: BSD-2-Clause */
/* capacity.c - see capacity.h. */
#include "plan/capacity.h"

#include "base/clock.h"
#include "probe/ticket.h"

#define ENTRIES_MIN 1024
#define ENTRIES_MAX (1u << MST_CAPACITY_BITS_MAX) /* of all rolls together: 64 MiB */
#define ENTRIES_UNBOUNDED (1u << 20)              /* where the rate is not known in advance: 16 MiB */
#define ENTRIES_ON_LINK (1u << 17)                /* silent targets of a /16 wait until all have been asked once */
#define TIMEOUT_USUAL_NS MST_NS_PER_SECOND
/* Time-outs are noticed a little late; a million a second for a second fit 2^20 entries, 16 MiB. */
#define LAGGING 1.04

_Static_assert(ENTRIES_MAX <= 1u << MST_SLOT_BITS_MAX, "a ticket can name every slot");
_Static_assert(MST_PURPOSES <= 4, "two bits of a slot name the purpose");

static unsigned bits_for(uint64_t count)
{
	unsigned bits = 0;

	while (bits < 63 && UINT64_C(1) << bits < count)
		bits++;
	return bits;
}

/* How many questions may be in flight: each uses its entry for one time-out, in any attempt. */
static uint64_t entries_wanted(const struct mst_demand *demand, const struct mst_pacing *pacing,
                               const struct mst_patience *patience)
{
	uint64_t timeout_ns = patience->adaptive ? TIMEOUT_USUAL_NS : patience->ceiling_ns;
	unsigned frames = demand->frames ? demand->frames : 1;

	if (pacing->cap_pps <= 0 || pacing->cap_pps >= MST_PEAK_PPS)
		return patience->adaptive ? ENTRIES_UNBOUNDED : ENTRIES_MAX;
	return (uint64_t)(pacing->cap_pps / frames * ((double)timeout_ns / 1e9) * LAGGING) + ENTRIES_MIN;
}

/* Memory is proportional to rate × time-out, not to the range; small scans need less. */
struct mst_capacity mst_capacity_choose(const struct mst_demand *demand, const struct mst_pacing *pacing,
                                        const struct mst_patience *patience)
{
	struct mst_capacity capacity = {
		.lane_bits = bits_for(demand->lanes),
		.purpose_bits = demand->unused       ? 2
		                : demand->references ? 1
		                                     : 0,
	};
	unsigned taken = capacity.lane_bits + capacity.purpose_bits;
	uint64_t each = entries_wanted(demand, pacing, patience) / demand->lanes_each;

	if (each < ENTRIES_MIN)
		each = ENTRIES_MIN;
	if (demand->on_link && each < ENTRIES_ON_LINK)
		each = ENTRIES_ON_LINK;
	if (each > ENTRIES_MAX >> taken)
		each = ENTRIES_MAX >> taken;
	if (each > demand->questions)
		each = demand->questions;
	capacity.entry_bits = bits_for(each);
	if (capacity.entry_bits + taken > bits_for(ENTRIES_MAX))
		capacity.entry_bits = bits_for(ENTRIES_MAX) - taken;
	capacity.entries = 1u << capacity.entry_bits;
	return capacity;
}
