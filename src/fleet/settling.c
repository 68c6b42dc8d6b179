/* SPDX-License-Identifier: BSD-2-Clause */
/* settling.c - see settling.h. */
#include "fleet/settling.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "journal/writing.h"

#define AT_ONCE 256

int mst_fleet_settling_begin(struct mst_fleet_settling *settling, struct mst_journal *journal, uint64_t first,
                             uint64_t end)
{
	const struct mst_settled *settled = mst_journal_settled(journal, 0);
	struct mst_fleet_range run;
	size_t room = 0;

	*settling = (struct mst_fleet_settling){ .journal = journal, .first = first, .end = end };
	for (uint64_t at = first; at < end && mst_settled_next_run(settled, at, &run.first, &run.end); at = run.end) {
		if (run.first >= end)
			break;
		if (settling->before_count == room) {
			struct mst_fleet_range *more = reallocarray(settling->before, 2 * room + 8, sizeof *more);

			if (!more)
				return -ENOMEM;
			settling->before = more;
			room = 2 * room + 8;
		}
		settling->before[settling->before_count++] = run;
	}
	return 0;
}

void mst_fleet_settling_free(struct mst_fleet_settling *settling)
{
	free(settling->before);
	settling->before = NULL;
	mst_position_set_free(&settling->unknown);
}

static int compare(const void *key, const void *member)
{
	uint64_t position = *(const uint64_t *)key;
	const struct mst_fleet_range *run = member;

	return position < run->first ? -1 : position >= run->end;
}

static bool was_settled(const struct mst_fleet_settling *settling, uint64_t position)
{
	return settling->before_count > 0 &&
	       bsearch(&position, settling->before, settling->before_count, sizeof *settling->before, compare);
}

static bool is_in_hole(const struct mst_fleet_settling *settling, uint64_t position)
{
	return settling->hole_count > 0 &&
	       bsearch(&position, settling->holes, settling->hole_count, sizeof settling->holes[0], compare);
}

static int take_verdict(void *user, const struct mst_result *result)
{
	struct mst_fleet_settling *settling = user;

	if (was_settled(settling, result->position) || is_in_hole(settling, result->position))
		return 0;
	return mst_journal_add(settling->journal, 0, result, 1, false, &settling->error);
}

static int take_unknown(void *user, const struct mst_result *result)
{
	struct mst_fleet_settling *settling = user;

	if (was_settled(settling, result->position))
		return 0;
	if (mst_position_set_add(&settling->unknown, result->position) < 0)
		return -ENOMEM;
	return mst_journal_add(settling->journal, 0, result, 1, true, &settling->error);
}

static int take_service(void *user, uint64_t position, const struct mst_service *service)
{
	struct mst_fleet_settling *settling = user;
	struct mst_journal_services *services = &settling->journal->services;
	int code = 0;

	if (was_settled(settling, position) || is_in_hole(settling, position))
		return 0;
	if (services->pending.count >= MST_PENDING_SERVICES_BYTES)
		code = mst_journal_flush(settling->journal, &settling->error);
	return code < 0 ? code : mst_journal_services_add(services, position, service) ? 0 : -ENOMEM;
}

struct mst_fleet_sink mst_fleet_settling_sink(struct mst_fleet_settling *settling)
{
	return (struct mst_fleet_sink){ take_verdict, take_unknown, take_service, settling };
}

/* What lies between the positions that had their verdict before. */
static int note_worker(struct mst_fleet_settling *settling, const char *worker)
{
	uint64_t at = settling->first;
	int code = 0;

	for (size_t i = 0; i <= settling->before_count && code == 0; i++) {
		uint64_t until = i < settling->before_count ? settling->before[i].first : settling->end;

		if (at < until)
			code = mst_journal_add_worker(settling->journal, at, until, worker, &settling->error);
		if (i < settling->before_count)
			at = settling->before[i].end;
	}
	return code;
}

int mst_fleet_settling_end(struct mst_fleet_settling *settling, const char *worker)
{
	const struct mst_round_log *round = &settling->journal->plan.rounds[0];
	const struct mst_settled *settled = &round->settled;
	struct mst_result silent[AT_ONCE];
	uint64_t wall_ns = mst_wall_ns(), at = settling->first;
	int code = note_worker(settling, worker);

	while (code == 0 && at < settling->end) {
		size_t count = 0;

		for (; count < AT_ONCE && (at = mst_settled_next_open(settled, at)) < settling->end; at++) {
			struct mst_question_at question = mst_space_at(&round->space, at);

			if (is_in_hole(settling, at) || mst_position_set_has(&settling->unknown, at))
				continue;
			mst_silence_fill(&round->silence, &silent[count++], at, &question, wall_ns, false);
		}
		code = mst_journal_add(settling->journal, 0, silent, count, false, &settling->error);
	}
	return code;
}
