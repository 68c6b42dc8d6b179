/* SPDX-License-Identifier: BSD-2-Clause */
/* again.c - the result that an earlier worker of this name could not commit; see worker.h and kept.h. */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <string.h>

#include "base/fail.h"
#include "fleet/kept.h"
#include "fleet/worker.h"

#define AWAY_NS (2 * MST_NS_PER_SECOND)

static int conclude(struct mst_fleet_worker_state *worker, const struct mst_fleet_kept *kept,
                    enum mst_fleet_outcome outcome, struct mst_error *err)
{
	uint64_t first = kept->block.first;

	mst_fleet_kept_drop(worker->work->kept_fd);
	switch (outcome) {
	case MST_FLEET_COMMITTED:
		worker->now.blocks++;
		worker->now.positions += kept->until - first;
		mst_fleet_notice(worker,
		                 "positions %" PRIu64 " to %" PRIu64 ", kept from an earlier run, are committed", first,
		                 kept->until);
		return 0;
	case MST_FLEET_REFUSED:
		worker->now.refused++;
		mst_fleet_notice(worker,
		                 "positions %" PRIu64 " to %" PRIu64
		                 ", kept from an earlier run, were taken over by another worker: they are dropped",
		                 first, kept->until);
		return 0;
	default:
		return mst_fail(err, -ESTALE,
		                "the store has no plan %s any more: what an earlier run kept of it is dropped",
		                kept->id);
	}
}

static int commit(struct mst_fleet_worker_state *worker, const struct mst_fleet_kept *kept, struct mst_error *err)
{
	const struct mst_fleet_place place = { worker->redis, kept->id, worker->work->name };
	enum mst_fleet_outcome outcome;
	int code;

	while (!worker->stops) {
		code = mst_fleet_commit(&place, &kept->block, kept->until, &kept->pack, &outcome, err);
		mst_fleet_note_away(worker, code, err);
		if (code == 0)
			return conclude(worker, kept, outcome, err);
		if (!mst_redis_is_away(code) && code != -ENOSPC)
			return code;
		mst_fleet_wait(worker, AWAY_NS);
	}
	return 0;
}

int mst_fleet_commit_kept(struct mst_fleet_worker_state *worker, struct mst_error *err)
{
	struct mst_fleet_kept kept;
	char store[MST_FLEET_STORE_TEXT];
	int code = worker->work->kept_fd < 0 ? 0 : mst_fleet_kept_load(&kept, worker->work->kept_fd);

	if (code == 0)
		return 0;
	mst_redis_called(worker->redis, store, sizeof store);
	if (code == -EBADMSG) { /* it died while it wrote: the block is asked again */
		mst_fleet_kept_drop(worker->work->kept_fd);
		mst_fleet_notice(worker, "what an earlier run kept was not whole: it is dropped, and asked again");
		code = 0;
	} else if (code < 0) {
		code = mst_fail(err, code, "what an earlier run kept cannot be read: %s", strerror(-code));
	} else if (strcmp(kept.store, store) != 0) {
		code = mst_fail(err, -EINVAL,
		                "an earlier worker of this name kept a result for the store at %s: expected that store "
		                "first, or another --name",
		                kept.store);
	} else {
		code = commit(worker, &kept, err);
	}
	mst_fleet_kept_free(&kept);
	return code;
}
