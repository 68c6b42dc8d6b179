/* SPDX-License-Identifier: BSD-2-Clause */
/* crews.c - see crews.h. */
#include "round/crews.h"

#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cpus.h"
#include "base/idle.h"
#include "base/spare.h"
#include "base/stolen.h"

/* Of this process, whose lanes send, and whose system calls do what the network of this machine does with frames. */
static uint64_t own_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * MST_NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

/* What is the same for all egresses. */
static struct mst_crew_senses senses_of_machine(const struct mst_crews *crews, uint64_t now_ns)
{
	struct mst_idle cpus = mst_idle_now(crews->stat, &crews->cpus);
	uint64_t own = own_ns();

	return (struct mst_crew_senses){
		.now_ns = now_ns,
		.spare_ns = cpus.idle_ns,
		.others_ns = cpus.busy_ns > own ? cpus.busy_ns - own : 0,
	};
}

static struct mst_crew_senses senses_of(const struct mst_shared *shared, const struct mst_egress *egress,
                                        struct mst_crew_senses senses)
{
	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		senses.sent += mst_load(&shared->published[i].counts.sent, relaxed);
		senses.slept_ns += mst_load(&shared->published[i].slept_ns, relaxed);
	}
	return senses;
}

void mst_crews_open(struct mst_crews *crews, const struct mst_shared *shared, uint64_t now_ns)
{
	const struct mst_egresses *egresses = &shared->plan->egresses;
	struct mst_crew_senses machine;
	struct mst_error ignored;

	*crews = (struct mst_crews){ .stat = -1 };
	for (unsigned i = 0; i < egresses->count; i++)
		crews->grow |= egresses->of[i].kind == MST_EGRESS_ROUTED &&
		               egresses->of[i].crew < egresses->of[i].lanes;
	if (!crews->grow || mst_spares_check(&ignored) < 0)
		return;
	crews->stat = mst_stolen_open();
	mst_cpus_allowed(&crews->cpus);
	machine = senses_of_machine(crews, now_ns);
	for (unsigned i = 0; i < egresses->count; i++) {
		const struct mst_egress *egress = &egresses->of[i];
		struct mst_crew_senses senses = senses_of(shared, egress, machine);

		mst_crew_open(&crews->of[i], egress->crew,
		              egress->kind == MST_EGRESS_ROUTED ? egress->lanes : egress->crew, &senses);
	}
}

void mst_crews_close(struct mst_crews *crews)
{
	if (crews->stat >= 0)
		close(crews->stat);
	crews->stat = -1;
}

/* Those that take part, and those that still have questions in flight. */
static unsigned sharers_of(const struct mst_shared *shared, const struct mst_egress *egress, unsigned crew)
{
	unsigned sharers = crew;

	for (unsigned i = crew; i < egress->lanes; i++) {
		const struct mst_published *lane = &shared->published[egress->first_lane + i];

		sharers += !mst_load(&lane->rests, acquire) && !mst_published_is_over(lane); /* CREW */
	}
	return sharers;
}

/* The others get less before one more begins. What has not changed is not written: lanes read it all the time. */
static void publish(struct mst_egress_state *state, unsigned crew, unsigned sharers)
{
	if (mst_load(&state->sharers, relaxed) != sharers)
		mst_store(&state->sharers, sharers, relaxed); /* CREW */
	if (mst_load(&state->crew, relaxed) != crew)
		mst_store(&state->crew, crew, release); /* CREW */
}

void mst_crews_turn(struct mst_crews *crews, struct mst_shared *shared, uint64_t now_ns)
{
	const struct mst_egresses *egresses = &shared->plan->egresses;
	struct mst_crew_senses machine = { 0 };

	for (unsigned i = 0; i < egresses->count && crews->stat >= 0; i++) {
		const struct mst_egress *egress = &egresses->of[i];
		struct mst_crew *crew = &crews->of[i];

		if (mst_crew_is_due(crew, now_ns)) {
			struct mst_crew_senses senses;

			if (machine.now_ns == 0)
				machine = senses_of_machine(crews, now_ns);
			senses = senses_of(shared, egress, machine);
			mst_crew_turn(crew, &senses);
		}
		publish(&shared->egresses[i], crew->lanes, sharers_of(shared, egress, crew->lanes));
	}
}
