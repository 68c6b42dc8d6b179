/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * greeter.c - a receiver tells that it is behind with handshakes, turn by turn, and lanes pause by it: what they read
 * between two turns is what the last turn told, and at the end they go on.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "round/greeter.h"

#define TURNS 400000u
#define LANES 3

static struct mst_plan plan = { .probing.about_ports = true };
static struct mst_shared shared = { .plan = &plan };
static struct mst_greeter greeter;
static _Atomic uint32_t begun, done; /* turns */
static _Atomic bool over;

/* Of two turns in three many handshakes began or ended; none in the last. */
static bool is_behind(uint32_t turn)
{
	return turn % 3 != 0 && turn < TURNS;
}

static void turn_all(void)
{
	for (uint32_t turn = 1; turn <= TURNS; turn++) {
		mst_store(&begun, turn, relaxed);
		atomic_thread_fence(memory_order_release);
		greeter.changed = is_behind(turn) ? 100000 : 0;
		mst_greeter_turn(&greeter, turn * MST_NS_PER_MS);
		mst_store(&done, turn, release);
	}
	mst_store(&over, true, release);
}

struct lane {
	pthread_t thread;
	uint64_t asked, paused, wrong;
};

static void *ask_all(void *argument)
{
	struct lane *lane = argument;
	bool last;

	do {
		uint32_t turn;
		bool waits;

		last = mst_load(&over, acquire);
		turn = mst_load(&done, acquire);
		waits = mst_load(&shared.handshakes_wait, relaxed); /* GREETING */
		atomic_thread_fence(memory_order_acquire);
		if (mst_load(&begun, relaxed) == turn)
			lane->wrong += waits != is_behind(turn) && turn > 0;
		lane->asked += !waits;
		lane->paused += waits;
		lane->wrong += last && waits;
	} while (!last);
	return NULL;
}

int main(void)
{
	static const struct mst_greeting greeting = { .per_host = 4, .timeout_ns = MST_NS_PER_SECOND };
	static struct lane lanes[LANES];
	struct mst_error err;
	uint64_t wrong = 0;

	if (mst_greeter_open(&greeter, &greeting, &shared, &err) < 0)
		return EXIT_FAILURE;
	for (unsigned i = 0; i < LANES; i++) {
		if (pthread_create(&lanes[i].thread, NULL, ask_all, &lanes[i]) != 0)
			return EXIT_FAILURE;
	}
	turn_all();
	for (unsigned i = 0; i < LANES; i++) {
		pthread_join(lanes[i].thread, NULL);
		printf("lane %u: asked %llu times, paused %llu times, %llu times wrongly\n", i,
		       (unsigned long long)lanes[i].asked, (unsigned long long)lanes[i].paused,
		       (unsigned long long)lanes[i].wrong);
		wrong += lanes[i].wrong;
	}
	mst_greeter_close(&greeter);
	return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
