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

void mst_tally_answered(const struct mst_shared *shared, struct mst_answered *answered)
{
	*answered = (struct mst_answered){ .planned = shared->plan->probing.attempts };
	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		answered->asked[1] += mst_load(&shared->published[i].counts.asked, relaxed);
		mst_attempt_counts_add(answered->asked, &shared->published[i].asked_again);
	}
	mst_attempt_counts_add(answered->first, &shared->first_answers.first);
	mst_attempt_counts_add(answered->first, &shared->first_answers_beyond.first);
	mst_attempt_counts_add(answered->second, &shared->first_answers.second);
	mst_attempt_counts_add(answered->second, &shared->first_answers_beyond.second);
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
