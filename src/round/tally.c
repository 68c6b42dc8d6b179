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

void mst_tally_heard(const struct mst_shared *shared, struct mst_heard *heard)
{
	*heard = (struct mst_heard){ .planned = shared->plan->probing.attempts };
	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		heard->asked[1] += mst_load(&shared->published[i].counts.asked, relaxed);
		mst_tally_add(heard->asked, &shared->published[i].asked_again);
	}
	mst_tally_add(heard->first, &shared->first_heard.first);
	mst_tally_add(heard->first, &shared->heard_beyond.first);
	mst_tally_add(heard->second, &shared->first_heard.second);
	mst_tally_add(heard->second, &shared->heard_beyond.second);
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
