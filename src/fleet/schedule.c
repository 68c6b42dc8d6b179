/* SPDX-License-Identifier: BSD-2-Clause */
/* schedule.c - see schedule.h. */
#include "fleet/schedule.h"

#define RATE_GUESSED 1000
#define FIRST_SECONDS 10 /* at a rate that is only guessed */
#define LAST_PART 10

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t known(uint64_t rate_pps)
{
	return least(rate_pps ? rate_pps : RATE_GUESSED, MST_FLEET_BLOCK_MAX);
}

static uint64_t usual_size(uint64_t rate_pps)
{
	return known(rate_pps) * (rate_pps ? MST_FLEET_BLOCK_SECONDS : FIRST_SECONDS);
}

bool mst_fleet_nears_end(const struct mst_fleet_outlook *outlook)
{
	return outlook->left > 0 && (outlook->left < outlook->total / LAST_PART ||
	                             outlook->left / most(outlook->live, 1) < usual_size(outlook->rate_pps));
}

/* So much that all would be done at the same time. Who holds nothing is taken to be as fast as this one. */
static uint64_t share_of_rest(const struct mst_fleet_outlook *outlook, const struct mst_fleet_held *held, size_t count)
{
	double own = (double)known(outlook->rate_pps), rest = (double)outlook->left, rates = own;

	for (size_t i = 0; i < count; i++) {
		rest += (double)(held[i].end - held[i].progress);
		rates += held[i].rate_pps ? (double)held[i].rate_pps : own;
	}
	if (outlook->live > count + 1)
		rates += own * (double)(outlook->live - count - 1);
	return (uint64_t)(rest * own / rates) + 1;
}

uint64_t mst_fleet_block_size(const struct mst_fleet_outlook *outlook, const struct mst_fleet_held *held, size_t count)
{
	uint64_t size = usual_size(outlook->rate_pps);
	uint64_t fewest = known(outlook->rate_pps) * outlook->end_seconds;

	if (mst_fleet_nears_end(outlook)) {
		size = most(least(size, share_of_rest(outlook, held, count)), fewest);
		if (outlook->left < size + fewest)
			size = outlook->left;
	}
	return least(most(size, MST_FLEET_BLOCK_MIN), MST_FLEET_BLOCK_MAX);
}

/* Seconds until it is done, as it goes now. */
static double time_left(const struct mst_fleet_held *held)
{
	return (double)(held->end - held->progress) / (double)(held->rate_pps ? held->rate_pps : RATE_GUESSED);
}

bool mst_fleet_choose_split(const struct mst_fleet_held *held, size_t count, unsigned end_seconds, size_t *which,
                            uint64_t *middle)
{
	double longest = 2.0 * end_seconds;
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
