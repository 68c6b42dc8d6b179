/* SPDX-License-Identifier: BSD-2-Clause */
/* schedule.c - see schedule.h. */
#include "fleet/schedule.h"

#define RATE_GUESSED 1000
#define FIRST_SECONDS 10 /* at a rate that is only guessed */
#define LAST_PART 10
#define HALF_SECONDS 5

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

uint64_t mst_fleet_block_size(uint64_t rate_pps, uint64_t left, uint64_t total, unsigned live)
{
	uint64_t size = rate_pps ? least(rate_pps, MST_FLEET_BLOCK_MAX) * MST_FLEET_BLOCK_SECONDS
	                         : RATE_GUESSED * FIRST_SECONDS;

	if (left < total / LAST_PART || left / (live > 0 ? live : 1) < size)
		size = most(least(size, left / (live > 0 ? live : 1) + 1),
		            size / MST_FLEET_BLOCK_SECONDS * HALF_SECONDS);
	return least(most(size, MST_FLEET_BLOCK_MIN), MST_FLEET_BLOCK_MAX);
}

/* Seconds until it is done, as it goes now. */
static double time_left(const struct mst_fleet_held *held)
{
	return (double)(held->end - held->progress) / (double)(held->rate_pps ? held->rate_pps : RATE_GUESSED);
}

bool mst_fleet_choose_split(const struct mst_fleet_held *held, size_t count, size_t *which, uint64_t *middle)
{
	double longest = 2 * HALF_SECONDS;
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		if (held[i].end - held[i].progress < 2 * MST_FLEET_BLOCK_MIN || time_left(&held[i]) <= longest)
			continue;
		longest = time_left(&held[i]);
		*which = i;
		*middle = held[i].progress + (held[i].end - held[i].progress + 1) / 2;
		found = true;
	}
	return found;
}

uint64_t mst_fleet_share(uint64_t max_pps, unsigned live)
{
	return max_pps == 0 ? 0 : most(max_pps / (live > 0 ? live : 1), 1);
}

unsigned mst_fleet_sharing(unsigned live, unsigned vantages)
{
	return live > vantages ? (live + vantages - 1) / vantages : 1;
}
