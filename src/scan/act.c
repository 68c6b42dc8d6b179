/* SPDX-License-Identifier: BSD-2-Clause */
/* act.c - see act.h. */
#include "scan/act.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "round/receiver.h"
#include "round/reporter.h"
#include "round/trace.h"
#include "track/verdict.h"

/* The roll of a slot; NULL when the round has no such roll. */
static struct mst_roll *roll_of(struct mst_act *act, uint32_t slot, struct mst_place *place)
{
	struct mst_roll *roll;

	*place = mst_place_of(&act->plan.capacity, slot);
	if (place->purpose >= MST_PURPOSES || place->lane >= act->plan.egresses.lanes)
		return NULL;
	roll = &act->round.shared.rolls[place->lane].of[place->purpose];
	place->entry &= roll->capacity - 1;
	return roll->entries ? roll : NULL;
}

/* "asked SLOT ADDR PORT WORD GAP" */
bool mst_act_asked(struct mst_act *act, const char *text)
{
	const struct mst_route_out *route;
	struct mst_due asked = { 0 };
	char addr[MST_FACT_ADDR];
	struct mst_place place;
	unsigned port, gap;
	struct mst_roll *roll;
	uint32_t slot;

	if (sscanf(text, "asked %" SCNu32 " %47s %u %" SCNx64 " %u", &slot, addr, &port, &asked.word, &gap) != 5 ||
	    !mst_fact_addr_read(&asked.addr, addr) || port > UINT16_MAX || gap > UINT16_MAX ||
	    (asked.addr.family == MST_IPV6 && !act->plan.wide) || mst_word_attempt(asked.word) == 0)
		return false;
	asked.port = (uint16_t)port;
	roll = roll_of(act, slot, &place);
	route = mst_plan_route_asked(&act->plan, &asked.addr, asked.port);
	if (!roll || !route)
		return false;
	asked.slot = place.entry;
	asked.gap = (uint16_t)gap;
	mst_roll_write(roll, &asked);
	if (place.purpose != MST_ASK)
		return true;
	if (mst_word_attempt(asked.word) > 1) {
		unsigned attempt = mst_word_proving(asked.word, mst_word_attempt(asked.word));

		mst_count(&act->round.shared.published[place.lane].asked_again.of[attempt], 1);
		return true;
	}
	mst_count(&act->round.shared.published[place.lane].counts.asked, 1);
	if (route->egress->kind == MST_EGRESS_ON_LINK || act->plan.probing.by_key)
		mst_index_put(act->round.shared.index, place.lane, place.entry, &asked.addr, asked.port);
	return true;
}

/* A verdict that no answer gave. */
static void put(struct mst_act *act, unsigned lane, const struct mst_addr *addr, uint16_t port, enum mst_state state,
                enum mst_reason reason, uint8_t attempts, uint64_t time_ns)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };
	struct mst_shared *shared = &act->round.shared;
	struct mst_result result = mst_plan_probing_unanswered(&act->plan.probing, addr, port, state, reason, attempts,
	                                                       time_ns);

	mst_trace_verdict(shared, &result);
	if (!mst_outbox_put(&shared->verdicts[lane], &result, NULL))
		mst_run_fail(shared->run, -ENOMEM, &no_memory);
}

/* "expired SLOT STANDING REASON ATTEMPTS" */
bool mst_act_expired(struct mst_act *act, const char *text, uint64_t time_ns)
{
	unsigned standing, reason, attempts;
	struct mst_place place;
	struct mst_roll *roll;
	struct mst_due asked;
	uint32_t slot;

	if (sscanf(text, "expired %" SCNu32 " %u %u %u", &slot, &standing, &reason, &attempts) != 4 ||
	    (standing != MST_STANDING_SILENT && standing != MST_STANDING_UNKNOWN && standing != MST_STANDING_ERROR) ||
	    reason >= MST_REASON_COUNT || attempts > MST_ATTEMPTS_MAX || !(roll = roll_of(act, slot, &place)) ||
	    place.purpose != MST_ASK)
		return false;
	asked = mst_roll_read(roll, place.entry);
	if (!mst_roll_end(roll, place.entry, (enum mst_standing)standing))
		return true; /* an answer was quicker */
	put(act, place.lane, &asked.addr, asked.port,
	    mst_verdict_state((enum mst_standing)standing, act->plan.probing.about), (enum mst_reason)reason,
	    (uint8_t)attempts, time_ns);
	return true;
}

/* "verdict LANE ADDR PORT STATE REASON" */
bool mst_act_verdict(struct mst_act *act, const char *text, uint64_t time_ns)
{
	unsigned lane, port, state, reason;
	char addr_text[MST_FACT_ADDR];
	struct mst_addr addr;

	if (sscanf(text, "verdict %u %47s %u %u %u", &lane, addr_text, &port, &state, &reason) != 5 ||
	    !mst_fact_addr_read(&addr, addr_text) || lane >= act->plan.egresses.lanes || port > UINT16_MAX ||
	    state >= MST_STATE_COUNT || reason >= MST_REASON_COUNT)
		return false;
	put(act, lane, &addr, (uint16_t)port, (enum mst_state)state, (enum mst_reason)reason, 0, time_ns);
	return true;
}

static int ifindex_of(const struct mst_plan *plan, const char *interface)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (strcmp(plan->paths.paths[i].interface, interface) == 0)
			return plan->paths.paths[i].ifindex;
	}
	return 0;
}

void mst_act_frame(struct mst_act *act, const struct mst_record_item *item, uint64_t wall_offset_ns)
{
	struct mst_received_frame captured = {
		.arrival = { item->time_ns, wall_offset_ns, item->time_ns - wall_offset_ns },
		.linktype = item->linktype,
		.ifindex = ifindex_of(&act->plan, item->interface),
		.bytes = item->bytes,
		.count = item->count,
	};

	mst_answers_read(&act->round.receiver->answers, &captured);
}

void mst_act_report(struct mst_act *act)
{
	for (unsigned i = 0; i < act->plan.egresses.lanes + 2; i++)
		mst_outbox_flush(&act->round.shared.verdicts[i]);
	mst_reporter_drain(act->round.reporter);
}
