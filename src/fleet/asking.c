/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asking.c - one block: see worker.h. The scan's reporter fills the pack; this thread tells the store how far it is,
 * follows the share of the rate, and ends the scan early where the block has lost its end, its holder or its plan. What
 * is settled by then, from the first position on, is committed all the same.
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/units.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "fleet/kept.h"
#include "fleet/worker.h"

#define LOOK_NS (100 * MST_NS_PER_MS)
#define BEAT_NS (500 * MST_NS_PER_MS)
#define LAST_TRY 4
#define AGAIN_MAX_NS (5 * MST_NS_PER_SECOND)

struct asking {
	struct mst_fleet_worker_state *worker;
	struct mst_fleet_block block; /* its end may move */
	struct mst_fleet_pack pack;
	struct mst_scan *scan;
	_Atomic bool stopped; /* what is unknown from now on was cut off */
	uint64_t limit;       /* what is committed ends here, when it was stopped */
	bool lost, forgotten;
	bool kept;                            /* what was found is in the worker's file */
	uint64_t began_ns, beat_ns, again_ns; /* the next beat; the wait after one that failed */
};

static int take_verdicts(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct asking *asking = user;
	int code = mst_fleet_pack_add(&asking->pack, results, count, mst_load(&asking->stopped, relaxed));

	if (code == -EPROTO)
		return mst_fail(err, code,
		                "this muster asks the targets of the plan in another order: it would leave gaps");
	return code < 0 ? mst_fail(err, code, "no memory for the verdicts of a block") : 0;
}

/* ---- the scan ---- */

static uint64_t smaller(uint64_t a, uint64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

/* What the plan says of the targets, and this machine of itself. */
static struct mst_scan_config config_of(struct asking *asking)
{
	const struct mst_fleet_worker_state *worker = asking->worker;
	const struct mst_scan_config *own = &worker->work->scan;
	const struct mst_space *space = mst_fleet_space(&worker->task);
	struct mst_scan_config config = worker->task.config;
	bool no_arp = config.route.no_arp;

	config.route = own->route;
	config.route.no_arp = no_arp;
	config.route.unrouted = false; /* what this machine cannot reach, another may */
	config.engines = own->engines;
	config.threads = own->threads;
	config.header.source_port_first = own->header.source_port_first;
	config.header.source_port_last = own->header.source_port_last;
	config.probing.payloads = own->probing.payloads;
	if (own->rate.pps != MST_RATE_AUTO)
		config.rate.pps = config.rate.pps == MST_RATE_AUTO ? own->rate.pps
		                                                   : smaller(config.rate.pps, own->rate.pps);
	config.rate.min_pps = config.rate.pps == MST_RATE_AUTO ? own->rate.min_pps : 0;
	config.rate.max_pps = config.rate.pps == MST_RATE_AUTO ? smaller(config.rate.max_pps, own->rate.max_pps) : 0;
	if (config.rate.max_pps && config.rate.min_pps > config.rate.max_pps)
		config.rate.min_pps = config.rate.max_pps;
	config.rate.arp_pps = own->rate.arp_pps;
	if (config.rate.max_pps && config.rate.arp_pps > config.rate.max_pps)
		config.rate.arp_pps = config.rate.max_pps;
	config.rate.start_pps = config.rate.pps == MST_RATE_AUTO ? worker->frames_pps : 0;
	config.order.from = asking->block.first - space->begin;
	config.order.until = asking->block.end - space->begin;
	config.output.sink = take_verdicts;
	config.output.user = asking;
	return config;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void follow_share(struct asking *asking)
{
	const struct mst_fleet_worker_state *worker = asking->worker;
	uint64_t share_pps = mst_fleet_share(worker->terms.max_pps, worker->live);

	asking->worker->now.share_pps = (double)share_pps;
	mst_scan_set_machines(asking->scan, mst_fleet_sharing(worker->live, worker->terms.vantages));
	mst_scan_set_max_rate(asking->scan, smaller(share_pps, worker->work->scan.rate.max_pps));
}

/* Conversations with open ports are cut off, too: their verdicts would lack what was about to be found out. */
static void stop(struct asking *asking)
{
	struct mst_scan_stats stats;

	if (mst_load(&asking->stopped, relaxed))
		return;
	mst_scan_get_stats(asking->scan, &stats);
	if (asking->worker->task.config.services.wanted)
		asking->limit = stats.talking ? asking->block.first : mst_load(&asking->pack.low, relaxed);
	mst_store(&asking->stopped, true, relaxed);
	mst_scan_stop(asking->scan);
}

/* ---- while it runs ---- */

static uint64_t rate_of(const struct asking *asking)
{
	uint64_t settled = mst_load(&asking->pack.low, relaxed) - asking->block.first;
	uint64_t since_ns = mst_now_ns() - asking->began_ns;

	if (since_ns < 2 * MST_NS_PER_SECOND)
		return asking->worker->positions_pps;
	return (uint64_t)((double)settled * 1e9 / (double)since_ns);
}

static void take_beat(struct asking *asking, const struct mst_fleet_beat *beat)
{
	struct mst_fleet_worker_state *worker = asking->worker;

	worker->live = beat->live;
	worker->left = beat->left;
	asking->forgotten = beat->standing == MST_STANDING_GONE;
	asking->lost = !beat->holds && !asking->forgotten;
	if (beat->holds && beat->end < asking->block.end && beat->end > asking->block.first)
		asking->block.end = beat->end;
	if (asking->lost || asking->forgotten || beat->standing != MST_STANDING_OPEN)
		stop(asking);
}

static void beat(struct asking *asking, const struct mst_scan_stats *stats)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	uint64_t low = mst_load(&asking->pack.low, relaxed);
	struct mst_fleet_beat told;
	struct mst_error err;
	int code = mst_fleet_beat(&place, &asking->block, low < asking->block.end ? low : asking->block.end,
	                          rate_of(asking), stats && stats->missed.known ? stats->missed.share : -1, "", &told,
	                          &err);

	mst_fleet_note_away(worker, code, &err);
	if (code < 0) {
		asking->again_ns = asking->again_ns ? smaller(2 * asking->again_ns, AGAIN_MAX_NS) : BEAT_NS;
		asking->beat_ns = mst_now_ns() + asking->again_ns;
		return;
	}
	asking->again_ns = 0;
	asking->beat_ns = mst_now_ns() + BEAT_NS;
	take_beat(asking, &told);
	follow_share(asking);
}

static void look(struct asking *asking)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	struct mst_scan_stats stats;

	mst_scan_get_stats(asking->scan, &stats);
	worker->now.done = mst_load(&asking->pack.low, relaxed) - asking->block.first;
	worker->now.end = asking->block.end;
	worker->now.stats = &stats;
	mst_fleet_turn(worker);
	worker->now.stats = NULL;
	if (worker->stops || (asking->block.end < asking->pack.end && stats.talking == 0 &&
	                      mst_load(&asking->pack.low, relaxed) >= asking->block.end))
		stop(asking);
	if (mst_now_ns() >= asking->beat_ns && !asking->lost && !asking->forgotten)
		beat(asking, &stats);
}

static int run_scan(struct asking *asking, struct mst_error *err)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	struct mst_scan_config config = config_of(asking);
	struct mst_scan_stats stats;
	int code = mst_scan_open(&asking->scan, &config, err);

	if (code < 0)
		return code;
	asking->began_ns = mst_now_ns();
	follow_share(asking); /* whether the store is there or not */
	beat(asking, NULL);   /* resolving gateways may have taken a while */
	code = mst_scan_start(asking->scan, err);
	while (code == 0 && (code = mst_scan_wait(asking->scan, LOOK_NS, err)) == 1) {
		look(asking);
		code = 0;
	}
	mst_scan_get_stats(asking->scan, &stats);
	if (stats.rate_pps > 1)
		worker->frames_pps = (uint64_t)stats.rate_pps;
	return code;
}

/* ---- its end ---- */

static void note_outcome(struct asking *asking, enum mst_fleet_outcome outcome, uint64_t until)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	uint64_t took_ns = mst_now_ns() - asking->began_ns;

	asking->forgotten |= outcome == MST_FLEET_FORGOTTEN;
	asking->lost |= outcome == MST_FLEET_REFUSED;
	if (outcome != MST_FLEET_COMMITTED)
		return;
	worker->now.blocks += until > asking->block.first;
	worker->now.positions += until - asking->block.first;
	if (until > asking->block.first && took_ns > 0)
		worker->positions_pps = (uint64_t)((double)(until - asking->block.first) * 1e9 / (double)took_ns) + 1;
}

/* On the disk, so that they outlive this process. */
static void keep(struct asking *asking, uint64_t until)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	char store[MST_FLEET_STORE_TEXT];
	int code;

	if (worker->work->kept_fd < 0 || asking->kept || until == asking->block.first)
		return;
	mst_redis_called(worker->redis, store, sizeof store);
	code = mst_fleet_kept_write(worker->work->kept_fd, store, worker->id, &asking->block, until, &asking->pack);
	asking->kept = true;
	mst_fleet_notice(worker, "positions %" PRIu64 " to %" PRIu64 " are kept %s%s", asking->block.first, until,
	                 code < 0 ? "in memory only: the disk says: " : "on the disk until the store is back",
	                 code < 0 ? strerror(-code) : "");
}

/* Until it is done: nobody else has these verdicts. A user who wants to stop does not wait for a store that is away. */
static int commit(struct asking *asking, uint64_t until, struct mst_error *err)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	struct mst_fleet_place place = mst_fleet_place_of(worker);
	uint64_t wait_ns = BEAT_NS;

	for (;;) {
		enum mst_fleet_outcome outcome;
		int code = mst_fleet_commit(&place, &asking->block, until, &asking->pack, &outcome, err);

		mst_fleet_note_away(worker, code, err);
		if (code == 0) {
			note_outcome(asking, outcome, until);
			if (asking->kept)
				mst_fleet_kept_drop(worker->work->kept_fd);
			return 0;
		}
		if (mst_redis_is_away(code) || code == -ENOSPC)
			keep(asking, until);
		if (worker->stops || (!mst_redis_is_away(code) && code != -ENOSPC))
			return code;
		mst_fleet_wait(worker, wait_ns);
		wait_ns = smaller(2 * wait_ns, AGAIN_MAX_NS);
	}
}

static int conclude(struct asking *asking, struct mst_error *err)
{
	struct mst_fleet_worker_state *worker = asking->worker;
	uint64_t until = least(mst_load(&asking->pack.low, relaxed), least(asking->block.end, asking->limit));
	int code = 0;

	if (mst_fleet_pack_finish(&asking->pack, until) < 0)
		return mst_fail(err, asking->pack.failed, "no memory for the verdicts of a block");
	if (!asking->lost && !asking->forgotten)
		code = commit(asking, until, err);
	if (asking->lost) {
		worker->now.refused++;
		mst_fleet_notice(worker,
		                 "positions %" PRIu64 " to %" PRIu64
		                 " were taken over by another worker: what this one "
		                 "found of them is dropped",
		                 asking->block.first, asking->block.end);
	}
	if (asking->forgotten)
		return mst_fail(err, -ESTALE,
		                "the store has no plan %s any more: what was found of its last block is dropped",
		                worker->id);
	return code;
}

/* A block that this machine cannot ask goes back at once, for another. */
static void give_back(struct asking *asking)
{
	struct mst_fleet_place place = mst_fleet_place_of(asking->worker);
	enum mst_fleet_outcome outcome;
	struct mst_error err;

	(void)mst_fleet_commit(&place, &asking->block, asking->block.first, NULL, &outcome, &err);
}

int mst_fleet_ask(struct mst_fleet_worker_state *worker, const struct mst_fleet_block *block, struct mst_error *err)
{
	const struct mst_round_log *round = &worker->task.run.rounds[0];
	struct asking asking = { .worker = worker, .block = *block, .limit = UINT64_MAX };
	int code;

	worker->now.first = block->first;
	worker->now.end = block->end;
	worker->now.done = 0;
	mst_fleet_pack_open(&asking.pack, round, block->first, block->end, block->tries >= LAST_TRY);
	code = run_scan(&asking, err);
	mst_scan_close(asking.scan);
	if (code < 0)
		give_back(&asking);
	else
		code = conclude(&asking, err);
	mst_fleet_pack_close(&asking.pack);
	worker->now.first = worker->now.end = worker->now.done = 0;
	return code;
}
