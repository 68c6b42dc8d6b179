/* SPDX-License-Identifier: BSD-2-Clause */
/* governor.c - see governor.h. */
#include "round/governor.h"

#include <math.h>

#include "base/clock.h"

#define HURRIED_EVERY_NS (MST_NS_PER_MS / 2)
#define LOOK_EVERY_NS (2 * MST_NS_PER_MS)
#define FIXED_EVERY_NS (100 * MST_NS_PER_MS)
#define REACHED 0.9 /* of a fixed rate */
#define AT_REST_NS (50 * MST_NS_PER_MS) /* no frame left for so long: lanes wait for answers, and no rate doubles */

void mst_governor_open(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns)
{
	const struct mst_pacing *pacing = &plan->pacing;
	unsigned on_link = plan->egresses.on_link_count, routed = plan->egresses.count - on_link;

	*governor = (struct mst_governor){ .looked_ns = now_ns, .before.now_ns = now_ns };
	for (unsigned i = on_link; i < plan->egresses.count; i++) {
		governor->egresses[i].sent_ns = now_ns;
		mst_adapt_open(&governor->egresses[i].adapt,
		               &(struct mst_adapt_bounds){
				       .start_pps = pacing->start_pps,
				       .floor_pps = pacing->floor_pps,
				       .cap_pps = pacing->cap_pps / routed,
				       .blind_pps = MST_BLIND_PPS,
				       .first_pps = mst_pacing_begin_pps(pacing, &plan->egresses.of[i]),
				       .near = plan->egresses.of[i].near,
			       },
		               now_ns);
	}
}

bool mst_governor_is_due(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns)
{
	uint64_t every_ns = mst_governor_is_hurried(governor, plan) ? HURRIED_EVERY_NS
	                    : plan->pacing.adaptive                 ? LOOK_EVERY_NS
	                                                            : FIXED_EVERY_NS;

	if (now_ns - governor->looked_ns < every_ns)
		return false;
	governor->looked_ns = now_ns;
	return true;
}

bool mst_governor_is_hurried(const struct mst_governor *governor, const struct mst_plan *plan)
{
	for (unsigned i = plan->egresses.on_link_count; i < plan->egresses.count && plan->pacing.adaptive; i++) {
		bool rests = governor->looked_ns > governor->egresses[i].sent_ns + AT_REST_NS;

		if (!governor->egresses[i].over && !rests && mst_adapt_is_hurried(&governor->egresses[i].adapt))
			return true;
	}
	return false;
}

bool mst_governor_is_over(const struct mst_governor *governor, const struct mst_plan *plan)
{
	bool over = plan->egresses.count > plan->egresses.on_link_count;

	for (unsigned i = plan->egresses.on_link_count; i < plan->egresses.count; i++)
		over &= governor->egresses[i].over;
	return over;
}

void mst_governor_note_over(struct mst_governor *governor, const struct mst_egress *egress)
{
	governor->egresses[egress->number].over = true;
}

/* A cap that the config does not name is politeness, or what hosts can answer. */
static enum mst_limit limit_of(const struct mst_plan *plan, enum mst_limit limit)
{
	if (limit != MST_LIMIT_MAX_RATE || plan->config->rate.max_pps)
		return limit;
	return plan->probing.about == MST_ABOUT_UDP ? MST_LIMIT_ERRORS : MST_LIMIT_POLITENESS;
}

/* Frames since the last look. */
static uint64_t more_sent(struct mst_governor *governor, const struct mst_egress *egress, uint64_t sent)
{
	uint64_t more = sent - governor->egresses[egress->number].sent;

	governor->egresses[egress->number].sent = sent;
	if (more > 0)
		governor->egresses[egress->number].sent_ns = governor->looked_ns;
	return more;
}

/* On a link the rate stays; waiting for time-outs between the waves is no limit. */
struct mst_ruling mst_governor_watch(struct mst_governor *governor, const struct mst_plan *plan,
                                     const struct mst_egress *egress, const struct mst_senses *senses)
{
	double rate_pps = plan->pacing.cap_pps;
	struct mst_ruling ruling = { .sent = more_sent(governor, egress, senses->sent), .limit = MST_LIMIT_ARP_RATE };
	struct mst_epoch epoch;

	if (egress->kind == MST_EGRESS_ON_LINK)
		return ruling;
	epoch = mst_epoch_between(&governor->before, senses);
	governor->before = *senses;
	ruling.limit = rate_pps > 0 && epoch.sent >= REACHED * rate_pps * epoch.ns / 1e9 ? MST_LIMIT_RATE
	                                                                                 : mst_epoch_unused(&epoch);
	return ruling;
}

/* The cap of an egress: what the others leave, at least its share; into networks of others at most the polite rate. */
static double cap_of(const struct mst_governor *governor, const struct mst_plan *plan, const struct mst_egress *egress,
                     double most_pps)
{
	const struct mst_pacing *pacing = &plan->pacing;
	double all_pps = fmin(pacing->cap_pps, most_pps), left_pps = all_pps;
	unsigned running = 0;

	for (unsigned i = plan->egresses.on_link_count; i < plan->egresses.count; i++) {
		if (i != egress->number && governor->egresses[i].over)
			continue;
		running++;
		left_pps -= i == egress->number ? 0 : governor->egresses[i].adapt.rate_pps;
	}
	left_pps = fmax(left_pps, all_pps / running);
	return egress->near ? left_pps : fmin(left_pps, pacing->polite_pps);
}

struct mst_ruling mst_governor_rule(struct mst_governor *governor, const struct mst_plan *plan,
                                    const struct mst_egress *egress, const struct mst_senses *senses, double most_pps)
{
	struct mst_adapt *adapt = &governor->egresses[egress->number].adapt;
	uint64_t *lossy_until_ns = &governor->egresses[egress->number].lossy_until_ns;
	struct mst_ruling ruling = { .paced = true };

	adapt->cap_pps = cap_of(governor, plan, egress, most_pps);
	ruling.rate_pps = mst_adapt_turn(adapt, senses);
	ruling.reference_pps = mst_adapt_references_pps(adapt, senses->members);
	ruling.count_from_ns = adapt->count_from_ns;
	ruling.count_until_ns = adapt->count_until_ns;
	ruling.limit = limit_of(plan, adapt->limit);
	ruling.sent = more_sent(governor, egress, senses->sent);
	ruling.lossy = adapt->lossy_until_ns != *lossy_until_ns;
	ruling.lossy_from_ns = adapt->lossy_from_ns;
	ruling.lossy_until_ns = *lossy_until_ns = adapt->lossy_until_ns;
	return ruling;
}

bool mst_governor_note_published(struct mst_governor *governor, const struct mst_egress *egress,
                                 struct mst_ruling *ruling, uint64_t now_ns)
{
	struct mst_adapt *adapt = &governor->egresses[egress->number].adapt;
	bool late = mst_adapt_published(adapt, now_ns);

	ruling->count_until_ns = adapt->count_until_ns;
	return late;
}
