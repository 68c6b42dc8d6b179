/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_asking.c - what a lane's thread needs for a question that nobody answers: asked once or twice, then given up.
 * Of ports of a /12; the engine takes every frame and sends none. The reporter's part is not timed.
 */
#include "asked_round.h"

#include "base/clock.h"
#include "round/lane.h"

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
	struct asked_round asked;
	struct mst_tx tx;
	struct mst_tx *engines[1];
};

static void open_fixture(struct fixture *fixture, unsigned attempts)
{
	struct asked_round *asked = &fixture->asked;

	fixture->tx = (struct mst_tx){ .engine = &taker, .burst = BURST, .frames = mst_tx_frames(BURST) };
	fixture->engines[0] = &fixture->tx;
	asked_round_begin(asked, "80");
	asked->config.retry.count = attempts - 1;
	asked->config.retry.timeout_ns = TIMEOUT_NS;
	asked_round_open(asked, fixture->engines, true);
	mst_store(&asked->round.shared.egresses[0].proof.standing, MST_ENGINE_PROVEN, relaxed);
	mst_sending_begin(&asked->round.lanes[0].sending);
	mst_sending_set_rate(&asked->round.lanes[0].sending, 0);
}

static bool turn(struct mst_round *round, uint64_t now_ns)
{
	struct mst_lane *lane = &round->lanes[0];

	lane->context.now_ns = now_ns;
	lane->context.wall_ns = now_ns;
	mst_store(&round->shared.horizon_ns, now_ns, relaxed);
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
		questions = fixture->asked.plan.space.end;
		for (; more; now_ns += BURST * FRAME_NS) {
			double start = bench_seconds();

			more = turn(&fixture->asked.round, now_ns);
			took += bench_seconds() - start;
			asked_round_take_verdicts(&fixture->asked);
		}
		if (mst_load(&fixture->asked.round.shared.published[0].counts.sent, relaxed) != questions * attempts)
			abort();
		best = took < best ? took : best;
		asked_round_close(&fixture->asked);
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
