/* SPDX-License-Identifier: BSD-2-Clause */
/* shared.c - see shared.h. */
#include "round/shared.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"

static void open_egress(struct mst_egress_state *egress, const struct mst_plan *plan, const struct mst_egress *planned)
{
	const struct mst_rtt nothing = { 0 };

	mst_store(&egress->next_position, mst_resumed_next_open(&plan->resumed, plan->space.begin), relaxed);
	mst_store(&egress->crew, planned->crew, relaxed);
	mst_store(&egress->sharers, planned->crew, relaxed);
	mst_store(&egress->timeout_ns, plan->patience.initial_ns, relaxed);
	mst_store(&egress->rate_pps, mst_pacing_begin_pps(&plan->pacing, planned), relaxed);
	mst_store(&egress->last_wait_ns, mst_patience_last_ns(&plan->patience, planned, &nothing), relaxed);
	mst_store(&egress->reference_timeout_ns, MST_NS_PER_SECOND, relaxed);
	mst_store(&egress->count_until_ns, UINT64_MAX, relaxed);
}

static int open_index(struct mst_shared *shared, struct mst_error *err)
{
	const struct mst_plan *plan = shared->plan;

	if (!plan->egresses.on_link_count && !plan->probing.by_key)
		return 0;
	shared->index = mst_index_new(plan->egresses.lanes, plan->capacity.entries);
	return shared->index ? 0 : mst_fail(err, -ENOMEM, "no memory for an index");
}

static int open_lanes(struct mst_shared *shared, struct mst_error *err)
{
	unsigned lanes = shared->plan->egresses.lanes;

	shared->rolls = mst_lines_new(lanes, sizeof *shared->rolls);
	shared->published = mst_lines_new(lanes, sizeof *shared->published);
	shared->verdicts = mst_lines_new(lanes + 2, sizeof *shared->verdicts);
	if (shared->plan->pacing.error_hosts) {
		shared->errors = mst_lines_new((size_t)shared->plan->pacing.error_hosts + 1, sizeof *shared->errors);
		if (!shared->errors)
			return mst_fail(err, -ENOMEM, "no memory for the errors of each host");
	}
	if (!shared->rolls || !shared->published || !shared->verdicts)
		return mst_fail(err, -ENOMEM, "no memory for lanes");
	for (unsigned i = 0; i < lanes + 2; i++)
		mst_outbox_open(&shared->verdicts[i], &shared->inbox, i == lanes + 1);
	return 0;
}

int mst_shared_open(struct mst_shared *shared, const struct mst_plan *plan, struct mst_run *run, struct mst_error *err)
{
	int code;

	memset(shared, 0, sizeof *shared);
	shared->plan = plan;
	shared->run = run;
	shared->traced = plan->config->trace.targets && plan->config->trace.sink ? &plan->config->trace : NULL;
	mst_store(&shared->horizon_ns, mst_now_ns(), relaxed);
	mst_store(&shared->attempts, plan->probing.attempts, relaxed);
	for (unsigned i = 0; i < plan->egresses.count; i++)
		open_egress(&shared->egresses[i], plan, &plan->egresses.of[i]);
	code = mst_inbox_open(&shared->inbox);
	if (code < 0)
		return mst_fail(err, code, "no descriptor for the reporter: %s", strerror(-code));
	code = open_index(shared, err);
	return code < 0 ? code : open_lanes(shared, err);
}

void mst_shared_release(struct mst_shared *shared)
{
	for (unsigned i = 0; shared->verdicts && i < shared->plan->egresses.lanes + 2; i++)
		mst_outbox_close(&shared->verdicts[i]);
	for (unsigned i = 0; shared->rolls && i < shared->plan->egresses.lanes; i++) {
		for (unsigned purpose = 0; purpose < MST_PURPOSES; purpose++)
			mst_roll_close(&shared->rolls[i].of[purpose]);
	}
}

void mst_shared_close(struct mst_shared *shared)
{
	mst_shared_release(shared);
	mst_index_free(shared->index);
	mst_inbox_close(&shared->inbox);
	mst_detours_close(&shared->detours);
	free(shared->hops.of);
	free(shared->hops.of_route);
	free(shared->hops.targets);
	free(shared->rolls);
	free(shared->published);
	free(shared->errors);
	free(shared->verdicts);
	*shared = (struct mst_shared){ .inbox.wake_fd = -1 };
}

bool mst_shared_has_asked(const struct mst_shared *shared, const struct mst_egress *egress, uint64_t position)
{
	if (position >= shared->plan->space.end ||
	    position >= mst_load(&shared->egresses[egress->number].next_position, relaxed)) /* NEXT */
		return false;
	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		const struct mst_published *lane = &shared->published[i];

		if (position >= mst_load(&lane->chunk_at, relaxed) && position < mst_load(&lane->chunk_end, relaxed))
			return false;
	}
	return true;
}

bool mst_shared_find_place(const struct mst_shared *shared, const struct mst_answer *answer, struct mst_place *place)
{
	uint16_t port = shared->plan->probing.about_ports ? answer->port : 0;

	if (!answer->by_key) {
		*place = mst_place_of(&shared->plan->capacity, answer->ticket.slot);
		return true;
	}
	place->purpose = MST_ASK;
	return shared->index &&
	       mst_index_find(shared->index, &answer->target, port, &place->lane, &place->entry); /* INDEX */
}

bool mst_shared_find_lane(const struct mst_shared *shared, const struct mst_addr *addr, uint16_t port, uint32_t *lane)
{
	uint32_t entry;

	*lane = 0;
	return mst_index_find(shared->index, addr, port, lane, &entry) || /* INDEX */
	       shared->plan->resumed.settled != NULL;
}

struct mst_roll *mst_shared_roll_at(const struct mst_shared *shared, const struct mst_place *place)
{
	struct mst_roll *roll;

	if (place->purpose >= MST_PURPOSES || place->lane >= shared->plan->egresses.lanes)
		return NULL;
	roll = &shared->rolls[place->lane].of[place->purpose];
	return roll->entries ? roll : NULL;
}
