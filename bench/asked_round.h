/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked_round.h - a round about ports of 127.16.0.0/12 as for targets behind a gateway, for benches of its threads'
 * work: nothing runs, and nothing is sent or captured.
 */
#ifndef MST_BENCH_ASKED_ROUND_H
#define MST_BENCH_ASKED_ROUND_H

#include "bench.h"
#include "round/round.h"

struct asked_round {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_scan_config config; /* may be changed between begin and open */
	struct mst_plan plan;
	struct mst_run run;
	struct mst_captures captures;
	struct mst_round round;
};

static inline void asked_round_begin(struct asked_round *asked, const char *ports)
{
	struct mst_error err = { "" };

	*asked = (struct asked_round){ .targets = mst_targets_new(), .config = mst_scan_defaults() };
	bench_must(mst_targets_add(asked->targets, "127.16.0.0/12", &err), &err);
	bench_must(mst_targets_close(asked->targets, &err), &err);
	bench_must(mst_ports_add(&asked->ports, ports, &err), &err);
	asked->config.probing.targets = asked->targets;
	asked->config.probing.question = MST_ASK_PORTS;
	asked->config.probing.ports = &asked->ports;
	asked->config.threads.lanes = 1;
}

/* `tx`: of each lane. */
static inline void asked_round_open(struct asked_round *asked, struct mst_tx *const *tx, bool silence_unread)
{
	struct mst_common common = { .hosts = NULL, .key = { { 1, 2 } } };
	struct mst_round_parts parts = {
		.plan = &asked->plan,
		.run = &asked->run,
		.captures = &asked->captures,
		.tx = tx,
		.silence_unread = silence_unread,
	};
	struct mst_error err = { "" };

	mst_run_open(&asked->run);
	bench_must(mst_plan_open(&asked->plan, &asked->config, MST_PHASE_ASKED, &common, &err), &err);
	for (size_t i = 0; i < asked->plan.paths.count; i++)
		asked->plan.paths.paths[i].kind = MST_PATH_UNICAST;
	bench_must(mst_round_open(&asked->round, &parts, &err), &err);
}

static inline void asked_round_close(struct asked_round *asked)
{
	mst_round_close(&asked->round);
	mst_plan_close(&asked->plan);
	mst_targets_free(asked->targets);
	mst_run_close(&asked->run);
}

/* The reporter's part of a hand-off: the verdicts are not looked at. */
static inline void asked_round_take_verdicts(struct asked_round *asked)
{
	struct mst_batch *batch;

	while ((batch = mst_inbox_take(&asked->round.shared.inbox)))
		mst_inbox_give_back(batch);
}

#endif
