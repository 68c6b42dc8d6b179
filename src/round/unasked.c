/* SPDX-License-Identifier: BSD-2-Clause */
/* unasked.c - see unasked.h. */
#include "round/unasked.h"

#include <errno.h>
#include <muster/units.h>

#include "base/clock.h"
#include "round/trace.h"

#define WAIT_NS (1 * MST_NS_PER_MS) /* for the reporter */

struct walk {
	struct mst_shared *shared;
	struct mst_outbox *verdicts;
	uint64_t wall_ns, count;
};

/* False when there is no memory for it. */
static bool put(struct walk *walk, const struct mst_question_at *question)
{
	static const struct mst_error no_memory = { "no memory for verdicts" };
	struct mst_result result = mst_plan_probing_unanswered(&walk->shared->plan->probing, &question->addr,
	                                                       question->port, MST_UNKNOWN, MST_NOT_SENT, 0,
	                                                       walk->wall_ns);

	if (mst_outbox_is_full(walk->verdicts)) {
		mst_outbox_flush(walk->verdicts);
		while (mst_outbox_is_full(walk->verdicts)) /* RESULT */
			mst_sleep_until_ns(mst_now_ns() + WAIT_NS);
	}
	mst_trace_verdict(walk->shared, &result);
	if (!mst_outbox_put(walk->verdicts, &result, NULL)) { /* RESULT */
		mst_run_fail(walk->shared->run, -ENOMEM, &no_memory);
		return false;
	}
	walk->count++;
	return true;
}

/* No position before it is left. */
static uint64_t first_left(const struct mst_shared *shared)
{
	const struct mst_plan *plan = shared->plan;
	uint64_t first = plan->space.end;

	for (size_t i = 0; i < plan->egresses.count; i++) {
		uint64_t next = mst_load(&shared->egresses[i].next_position, relaxed); /* NEXT */

		first = next < first ? next : first;
	}
	for (unsigned i = 0; i < plan->egresses.lanes; i++) {
		uint64_t at = mst_load(&shared->published[i].chunk_at, relaxed);

		if (at < mst_load(&shared->published[i].chunk_end, relaxed) && at < first)
			first = at;
	}
	return first;
}

static void note_too_many(struct mst_shared *shared, uint64_t left, uint64_t at_most)
{
	char count[32], limit[32];

	mst_run_note(shared->run,
	             "up to %s targets were not probed: they are counted as unknown, but have no rows, for "
	             "there are more than %s",
	             mst_write_grouped(count, sizeof count, left), mst_write_grouped(limit, sizeof limit, at_most));
}

/* Questions that lanes took, and held until their host could be asked. */
static bool put_held(struct walk *walk, const struct mst_lane *lanes)
{
	for (unsigned i = 0; i < walk->shared->plan->egresses.lanes; i++) {
		const struct mst_error_pace *pace = &lanes[i].asking.pace;

		for (unsigned held = 0; held < pace->held_count; held++) {
			if (!put(walk, &pace->held[held].question))
				return false;
		}
	}
	return true;
}

static void put_from(struct walk *walk, uint64_t first)
{
	const struct mst_plan *plan = walk->shared->plan;

	for (uint64_t position = mst_resumed_next_open(&plan->resumed, first); position < plan->space.end;
	     position = mst_resumed_next_open(&plan->resumed, position + 1)) {
		struct mst_question_at question = mst_space_at(&plan->space, position);
		const struct mst_route_out *route = mst_plan_route(plan, &question.addr, question.port);
		const struct mst_egress *egress = route ? route->egress : &plan->egresses.of[0];

		if (!mst_shared_has_asked(walk->shared, egress, position) && !put(walk, &question))
			return;
	}
}

uint64_t mst_unasked_report(struct mst_shared *shared, const struct mst_lane *lanes, uint64_t at_most)
{
	struct walk walk = { shared, &shared->verdicts[0], mst_wall_ns(), 0 };
	uint64_t first = first_left(shared), left = shared->plan->space.end - first;

	if (left > at_most)
		note_too_many(shared, left, at_most);
	else if (put_held(&walk, lanes))
		put_from(&walk, first);
	mst_outbox_flush(walk.verdicts);
	return walk.count;
}
