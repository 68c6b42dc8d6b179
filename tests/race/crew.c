/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crew.c - a receiver lets the second of two lanes join and leave, over and over, while both take positions: each is
 * taken once, and a lane that rests has none.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "round/positions.h"

#define LANES 2
#define POSITIONS (1u << 22)

static struct mst_plan plan;
static struct mst_shared shared;
static struct mst_run run;
static struct mst_egress egress = { .lanes = LANES, .crew = 1 };
static struct mst_egress_state state;
static struct mst_published published[LANES];
static struct mst_context contexts[LANES];
static _Atomic unsigned char taken[POSITIONS];
static _Atomic unsigned running = LANES;
static _Atomic uint64_t resting, by_second;

static void *take_all(void *argument)
{
	struct mst_context *context = argument;
	uint64_t position;

	while (mst_positions_has_more(context)) {
		mst_context_heed_crew(context, !mst_positions_has_next(context));
		for (unsigned i = 0; i < 64 && mst_positions_next(context, &position); i++) {
			mst_add(&taken[position], 1, relaxed);
			if (context->lane > 0)
				mst_add(&by_second, 1, relaxed);
		}
	}
	mst_store(&running, mst_load(&running, relaxed) - 1, release);
	return NULL;
}

/* As the receiver does; a lane that rests has no positions left. Returns how often it had. */
static uint64_t lead(void)
{
	uint64_t wrong = 0;

	while (mst_load(&running, acquire) == LANES) {
		mst_store(&state.crew, 2, release); /* CREW */
		for (unsigned i = 0; i < 1000; i++)
			(void)mst_load(&state.next_position, relaxed);
		mst_store(&state.crew, 1, release); /* CREW */
		for (unsigned i = 0; i < 1000; i++) {
			if (!mst_load(&published[1].rests, acquire)) /* CREW */
				continue;
			mst_add(&resting, 1, relaxed);
			wrong += mst_load(&published[1].chunk_at, relaxed) < mst_load(&published[1].chunk_end, relaxed);
		}
	}
	return wrong;
}

static void prepare(void)
{
	plan.space.end = POSITIONS;
	plan.egresses.lanes = LANES;
	shared.plan = &plan;
	shared.run = &run;
	mst_store(&state.crew, 1, relaxed);
	for (unsigned i = 0; i < LANES; i++)
		contexts[i] = (struct mst_context){
			.plan = &plan,
			.shared = &shared,
			.egress = &egress,
			.state = &state,
			.published = &published[i],
			.lane = i,
		};
}

int main(void)
{
	pthread_t threads[LANES];
	uint64_t wrong, twice = 0;

	prepare();
	for (unsigned i = 0; i < LANES; i++) {
		if (pthread_create(&threads[i], NULL, take_all, &contexts[i]) != 0)
			return EXIT_FAILURE;
	}
	wrong = lead();
	for (unsigned i = 0; i < LANES; i++)
		pthread_join(threads[i], NULL);
	for (unsigned i = 0; i < POSITIONS; i++)
		twice += mst_load(&taken[i], relaxed) != 1;
	printf("%llu by the second lane, seen at rest %llu times, %llu of these wrongly; %llu not taken once\n",
	       (unsigned long long)by_second, (unsigned long long)resting, (unsigned long long)wrong,
	       (unsigned long long)twice);
	return wrong == 0 && twice == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
