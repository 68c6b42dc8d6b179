/* SPDX-License-Identifier: BSD-2-Clause */
/* worker.c - what a worker tells, and how it waits; see worker.h. */
#include "fleet/worker.h"

#include <errno.h>
#include <muster/units.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"

#define LOOK_NS (100 * MST_NS_PER_MS)

void mst_fleet_turn(struct mst_fleet_worker_state *worker)
{
	worker->now.id = *worker->id ? worker->id : NULL;
	worker->stops |= worker->work->turn(worker->work->user, &worker->now) != 0;
}

void mst_fleet_notice(struct mst_fleet_worker_state *worker, const char *format, ...)
{
	char text[MST_ERROR_TEXT];
	va_list list;

	if (!worker->work->notice)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	worker->work->notice(worker->work->user, text);
}

void mst_fleet_wait(struct mst_fleet_worker_state *worker, uint64_t at_most_ns)
{
	uint64_t until_ns = mst_now_ns() + at_most_ns;

	do {
		mst_fleet_turn(worker);
		if (!worker->stops)
			mst_sleep_until_ns(mst_now_ns() + LOOK_NS);
	} while (!worker->stops && mst_now_ns() < until_ns);
}

void mst_fleet_note_away(struct mst_fleet_worker_state *worker, int code, const struct mst_error *err)
{
	bool away = mst_redis_is_away(code) || code == -ENOSPC;

	if (away && !worker->now.away)
		mst_fleet_notice(worker, "%s; trying again", err->text);
	if (code == 0 && worker->now.away)
		mst_fleet_notice(worker, "the store is back");
	worker->now.away = away;
}
