/* SPDX-License-Identifier: BSD-2-Clause */
/* tally.c - see tally.h. */
#include "round/tally.h"

static void add_share(struct mst_ready *ready, const struct mst_share *share)
{
	ready->ran_ns += mst_load(&share->ran_ns, relaxed);
	ready->waited_ns += mst_load(&share->waited_ns, relaxed);
}

struct mst_ready mst_tally_ready(const struct mst_shared *shared)
{
	struct mst_ready ready = { 0 };

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++)
		add_share(&ready, &shared->published[i].share);
	add_share(&ready, &shared->receiver_share);
	return ready;
}

static void add_trips(struct mst_answered *answered, const struct mst_first_answers *answers)
{
	for (unsigned i = 0; i < MST_TRIP_OCTAVES; i++)
		answered->trips[i] += mst_load(&answers->trips[i], relaxed);
}

/* Until what has been read last; 0 without silent targets. */
static uint64_t waited_ns_of(const struct mst_shared *shared)
{
	uint64_t horizon_ns = mst_load(&shared->horizon_ns, relaxed), latest_ns = 0;

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		uint64_t silent_ns = mst_load(&shared->published[i].latest_silent_ns, relaxed);

		latest_ns = silent_ns > latest_ns ? silent_ns : latest_ns;
	}
	return latest_ns && latest_ns < horizon_ns ? horizon_ns - latest_ns : 0;
}

void mst_tally_answered_here(const struct mst_shared *shared, struct mst_answered *answered)
{
	*answered = (struct mst_answered){ .planned = shared->plan->probing.attempts };
	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		answered->asked[1] += mst_load(&shared->published[i].counts.asked, relaxed);
		mst_attempt_counts_add(answered->asked, &shared->published[i].asked_again);
	}
	answered->waited_ns = waited_ns_of(shared);
	add_trips(answered, &shared->first_answers);
	add_trips(answered, &shared->first_answers_beyond);
	mst_attempt_counts_add(answered->first, &shared->first_answers.first);
	mst_attempt_counts_add(answered->first, &shared->first_answers_beyond.first);
	mst_attempt_counts_add(answered->second, &shared->first_answers.second);
	mst_attempt_counts_add(answered->second, &shared->first_answers_beyond.second);
}

void mst_tally_answered(const struct mst_shared *shared, struct mst_answered *answered)
{
	const struct mst_answered *before = &shared->plan->resumed.answered;

	mst_tally_answered_here(shared, answered);
	for (unsigned j = 1; j <= MST_ANSWERED_ATTEMPTS; j++) {
		answered->asked[j] += before->asked[j];
		answered->first[j] += before->first[j];
		answered->second[j] += before->second[j];
	}
	for (unsigned i = 0; i < MST_TRIP_OCTAVES; i++)
		answered->trips[i] += before->trips[i];
}

uint64_t mst_tally_sending_ns(const struct mst_shared *shared, uint64_t since_ns)
{
	uint64_t longest_ns = 0;

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		uint64_t last_ns = mst_load(&shared->published[i].last_sent_ns, relaxed);
		uint64_t waited_ns = mst_load(&shared->published[i].waited_ns, relaxed);

		if (last_ns > since_ns + waited_ns + longest_ns)
			longest_ns = last_ns - since_ns - waited_ns;
	}
	return longest_ns;
}
