/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_asking.c - what a lane's thread needs for a question that nobody answers: asked once or twice, then given up.
 * Of ports of a /12; the engine takes every frame and sends none. The reporter's part is not timed.
 */
#include "bench.h"

#include "base/clock.h"
#include "base/fail.h"
#include "round/lane.h"
#include "round/round.h"

#define BURST 2048u
#define TIMEOUT_NS (50 * MST_NS_PER_MS)
#define FRAME_NS 400 /* of the clock that the lane sees */

static size_t send_all(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	(void)tx;
	*stop = MST_TX_ALL;
	return count;
}

static const struct mst_tx_engine taker = { .name = "taker", .send = send_all };

struct fixture {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_scan_config config;
	struct mst_plan plan;
	struct mst_run run;
	struct mst_captures captures;
	struct mst_tx tx;
	struct mst_tx *engines[1];
	struct mst_round round;
};

static void must(int code, const struct mst_error *err)
{
	if (code >= 0)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static void open_fixture(struct fixture *fixture, unsigned attempts)
{
	struct mst_common common = { .hosts = NULL, .key = { { 1, 2 } } };
	struct mst_round_parts parts = {
		.plan = &fixture->plan,
		.run = &fixture->run,
		.captures = &fixture->captures,
		.tx = fixture->engines,
		.silence_unread = true,
	};
	struct mst_error err = { "" };

	*fixture = (struct fixture){ .targets = mst_targets_new(), .config = mst_scan_defaults() };
	fixture->tx = (struct mst_tx){ .engine = &taker, .burst = BURST, .frames = mst_tx_frames(BURST) };
	fixture->engines[0] = &fixture->tx;
	must(mst_targets_add(fixture->targets, "127.16.0.0/12", &err), &err);
	must(mst_targets_close(fixture->targets, &err), &err);
	must(mst_ports_add(&fixture->ports, "80", &err), &err);
	fixture->config.probing.targets = fixture->targets;
	fixture->config.probing.question = MST_ASK_PORTS;
	fixture->config.probing.ports = &fixture->ports;
	fixture->config.retry.count = attempts - 1;
	fixture->config.retry.timeout_ns = TIMEOUT_NS;
	fixture->config.threads.lanes = 1;
	mst_run_open(&fixture->run);
	must(mst_plan_open(&fixture->plan, &fixture->config, MST_PHASE_ASKED, &common, &err), &err);
	for (size_t i = 0; i < fixture->plan.paths.count; i++)
		fixture->plan.paths.paths[i].kind = MST_PATH_UNICAST;
	must(mst_round_open(&fixture->round, &parts, &err), &err);
	mst_store(&fixture->round.shared.egresses[0].proof.standing, MST_ENGINE_PROVEN, relaxed);
	mst_sending_begin(&fixture->round.lanes[0].sending);
	mst_sending_set_rate(&fixture->round.lanes[0].sending, 0);
}

static void take_away(struct mst_shared *shared)
{
	struct mst_batch *batch;

	while ((batch = mst_inbox_take(&shared->inbox)))
		mst_inbox_give_back(batch);
}

static bool turn(struct fixture *fixture, uint64_t now_ns)
{
	struct mst_lane *lane = &fixture->round.lanes[0];

	lane->context.now_ns = now_ns;
	lane->context.wall_ns = now_ns;
	mst_store(&fixture->round.shared.horizon_ns, now_ns, relaxed);
	mst_asking_begin_turn(&lane->asking);
	mst_asking_fill(&lane->asking, BURST);
	mst_sending_offer(&lane->sending, BURST);
	return !mst_asking_is_over(&lane->asking);
}

static void run(const char *name, unsigned attempts)
{
	struct fixture *fixture = aligned_alloc(_Alignof(struct fixture), sizeof *fixture);
	double best = 1e9;
	uint64_t questions = 0;

	if (!fixture)
		exit(1);
	for (int i = 0; i < BENCH_RUNS; i++) {
		uint64_t now_ns = UINT64_C(8) << 30;
		double took = 0;
		bool more = true;

		open_fixture(fixture, attempts);
		questions = fixture->plan.space.end;
		for (; more; now_ns += BURST * FRAME_NS) {
			double start = bench_seconds();

			more = turn(fixture, now_ns);
			took += bench_seconds() - start;
			take_away(&fixture->round.shared);
		}
		if (mst_load(&fixture->round.shared.published[0].counts.sent, relaxed) != questions * attempts)
			abort();
		best = took < best ? took : best;
		mst_round_close(&fixture->round);
		mst_plan_close(&fixture->plan);
		mst_targets_free(fixture->targets);
		mst_run_close(&fixture->run);
		free(fixture->tx.frames);
	}
	printf("%-52s best %7.1f ns/question\n", name, best * 1e9 / (double)questions);
	free(fixture);
}

int main(void)
{
	run("asked once", 1);
	run("asked twice", 2);
	return 0;
}
