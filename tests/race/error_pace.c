/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * error_pace.c - a receiver notes the ICMP errors of a host, and a lane paces its questions by them: a question that
 * the lane judges behind the horizon sees every error noted before it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "round/error_pace.h"

#define ERRORS 200000u
#define HOST "192.0.2.7"

struct fixture {
	struct mst_plan plan;
	struct mst_run run;
	struct mst_shared shared;
	struct mst_egress egress;
	struct mst_egress_state state;
	struct mst_context context;
	struct mst_error_pace pace;
	struct mst_addr host;
	_Atomic bool over;
};

/* An error each 10 ms of virtual time, to a question that left a millisecond before. */
static void *note_all(void *argument)
{
	struct fixture *fixture = argument;

	for (uint64_t i = 1; i <= ERRORS; i++) {
		uint64_t now_ns = (1000 + i) * 10 * MST_NS_PER_MS;

		mst_error_pace_note(&fixture->shared, &fixture->host, MST_NS_PER_MS, now_ns);
		mst_store(&fixture->shared.horizon_ns, now_ns, release); /* HORIZON */
	}
	mst_store(&fixture->over, true, release);
	return NULL;
}

/* Returns how many questions were judged wrongly. */
static uint64_t ask_all(struct fixture *fixture)
{
	uint64_t wrong = 0, asked = 0;

	while (!mst_load(&fixture->over, acquire)) {
		uint64_t horizon_ns = mst_load(&fixture->shared.horizon_ns, acquire); /* HORIZON */

		if (horizon_ns == 0)
			continue;
		fixture->context.now_ns = horizon_ns;
		mst_error_pace_take(&fixture->pace, &fixture->host, 1);
		asked++;
		wrong += !mst_error_pace_hides(&fixture->pace, &fixture->host, 0, horizon_ns);
	}
	printf("%llu questions, ", (unsigned long long)asked);
	return wrong;
}

int main(void)
{
	static struct fixture fixture;
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err;
	uint64_t wrong;
	pthread_t thread;

	if (!targets || mst_targets_add(targets, HOST, &err) < 0 || mst_targets_close(targets, &err) < 0 ||
	    mst_addr_parse(&fixture.host, HOST) < 0)
		return EXIT_FAILURE;
	fixture.egress.lanes = 1;
	mst_store(&fixture.state.sharers, 1, relaxed);
	fixture.plan.space.targets = targets;
	fixture.plan.pacing.error_hosts = 1;
	mst_run_open(&fixture.run);
	fixture.shared.run = &fixture.run;
	fixture.shared.plan = &fixture.plan;
	fixture.shared.errors = calloc(2, sizeof *fixture.shared.errors);
	fixture.context = (struct mst_context){
		.plan = &fixture.plan,
		.egress = &fixture.egress,
		.shared = &fixture.shared,
		.state = &fixture.state,
	};
	if (!fixture.shared.errors || mst_error_pace_open(&fixture.pace, &fixture.context, &err) < 0 ||
	    pthread_create(&thread, NULL, note_all, &fixture) != 0)
		return EXIT_FAILURE;
	wrong = ask_all(&fixture);
	pthread_join(thread, NULL);
	printf("%u errors, %llu judged wrongly\n", ERRORS, (unsigned long long)wrong);
	mst_error_pace_close(&fixture.pace);
	free(fixture.shared.errors);
	mst_targets_free(targets);
	return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
