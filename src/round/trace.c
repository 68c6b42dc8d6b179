/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.c - see trace.h. */
#include "round/trace.h"

#include "base/clock.h"
#include "target/set.h"

bool mst_trace_wants(const struct mst_scan_trace *traced, const struct mst_addr *addr)
{
	mst_uint128 index;

	return mst_targets_index(traced->targets, addr, &index);
}

void mst_trace_emit(const struct mst_shared *shared, struct mst_trace_event *event)
{
	if (event->time_ns == 0)
		event->time_ns = mst_wall_ns();
	shared->traced->sink(shared->traced->user, event);
}
