/* SPDX-License-Identifier: BSD-2-Clause */
/* stats.c - the counts of a scan so far: mst_scan_get_stats of muster/scan.h. */
#include "scan/stats.h"

#include "base/clock.h"
#include "scan/before.h"
#include "scan/serviced.h"

/* Ports of hosts that the first round missed are not asked, so they are missed too. */
static struct mst_missed estimate_missed(const struct mst_scan *scan)
{
	struct mst_missed missed[MST_ROUNDS_MAX];
	struct mst_answered answered;

	for (size_t i = 0; i < scan->round_count; i++) {
		mst_tally_answered(&scan->rounds[i].shared, &answered);
		missed[i] = mst_missed_estimate(&answered);
	}
	return scan->round_count == 1 ? missed[0] : mst_missed_in_turn(&missed[0], &missed[1]);
}

static double share_waited(const struct mst_scan *scan)
{
	uint64_t ran_ns = 0, waited_ns = 0;

	for (size_t i = 0; i < scan->round_count; i++) {
		struct mst_ready ready = mst_tally_ready(&scan->rounds[i].shared);

		ran_ns += ready.ran_ns;
		waited_ns += ready.waited_ns;
	}
	return waited_ns ? (double)waited_ns / (double)(ran_ns + waited_ns) : 0;
}

/* Frames sent under this limit, in all rounds. */
static uint64_t limited_by(const struct mst_scan *scan, enum mst_limit limit)
{
	uint64_t sent = 0;

	for (size_t i = 0; i < scan->round_count; i++)
		sent += mst_round_limited(&scan->rounds[i], limit);
	return sent;
}

/* The limit under which most frames were sent; "rising" or "work" only when that holds for nearly all frames. */
static enum mst_limit limit_of(const struct mst_scan *scan)
{
	uint64_t rising = limited_by(scan, MST_LIMIT_RISING), work = limited_by(scan, MST_LIMIT_WORK);
	enum mst_limit most = rising >= work ? MST_LIMIT_RISING : MST_LIMIT_WORK;
	uint64_t most_sent = 0, all_sent = rising + work;

	for (enum mst_limit limit = MST_LIMIT_WORK + 1; limit < MST_LIMIT_COUNT; limit++) {
		uint64_t sent = limited_by(scan, limit);

		all_sent += sent;
		most_sent = sent > most_sent ? sent : most_sent;
	}
	for (enum mst_limit limit = MST_LIMIT_WORK + 1; limit < MST_LIMIT_COUNT && most_sent > all_sent / 4; limit++) {
		if (limited_by(scan, limit) == most_sent)
			return limit;
	}
	return most;
}

/* Why frames were refused, at a lane that knows. */
static int error_of(const struct mst_scan *scan)
{
	int error = 0;

	for (size_t i = 0; i < scan->round_count; i++) {
		const struct mst_shared *shared = &scan->rounds[i].shared;

		for (unsigned lane = 0; lane < shared->plan->egresses.lanes && !error; lane++)
			error = mst_load(&shared->published[lane].refused_error, relaxed);
	}
	return error;
}

/* Whether an answer came through this interface, to whichever egress: there frames leave. */
static bool is_proven_at(const struct mst_scan *scan, int ifindex)
{
	bool proven = false;

	for (size_t i = 0; i < scan->round_count; i++) {
		const struct mst_shared *shared = &scan->rounds[i].shared;

		for (unsigned e = 0; e < shared->plan->egresses.count; e++) {
			const struct mst_egress *egress = &shared->plan->egresses.of[e];
			const struct mst_engine_proof *proof = &shared->egresses[e].proof;

			proven |= mst_engine_proof_has_heard_at(proof, ifindex) ||
			          (egress->ifindex == ifindex && scan->resources.senders[i].tx[egress->first_lane] &&
			           mst_engine_proof_stands(proof) == MST_ENGINE_PROVEN);
		}
	}
	return proven;
}

/* Where silence was believed without proof, see round/engine_proof.h. */
static int unanswered_at(const struct mst_scan *scan)
{
	for (size_t i = 0; i < scan->round_count; i++) {
		const struct mst_shared *shared = &scan->rounds[i].shared;

		for (unsigned e = 0; e < shared->plan->egresses.count; e++) {
			const struct mst_engine_proof *proof = &shared->egresses[e].proof;
			bool unproven = mst_engine_proof_stands(proof) == MST_ENGINE_UNPROVEN;
			int ifindex = mst_load(&proof->unproven_at, relaxed); /* PROOF */

			if (unproven && !is_proven_at(scan, ifindex))
				return ifindex;
		}
	}
	return 0;
}

void mst_stats_of_process(const struct mst_scan *scan, struct mst_scan_stats *stats)
{
	size_t last = scan->round_count - 1;
	size_t at = mst_load(&scan->round, acquire);
	uint64_t start_ns = mst_load(&scan->start_ns, relaxed);
	uint64_t end_ns = mst_load(&scan->end_ns, acquire); /* END: neighbours do not change any more */
	uint64_t asked_before = 0, sending_ns;

	*stats = (struct mst_scan_stats){ .started_ns = mst_load(&scan->start_wall_ns, relaxed) };
	/* Frames of both rounds, but verdicts of the last only: verdicts of the host phase are not reported. */
	for (size_t i = 0; i <= last; i++) {
		if (i == last) {
			asked_before = stats->asked;
			stats->unknown = stats->down = stats->unreachable = stats->up = stats->amended =
				stats->suspect = stats->guessable = 0;
		}
		mst_round_add_counts(&scan->rounds[i], stats);
		stats->interrupted |= mst_load(&scan->rounds[i].shared.interrupted, relaxed);
	}
	stats->asked -= asked_before;
	mst_services_count(&scan->services, stats);
	stats->missed = estimate_missed(scan);
	sending_ns = mst_tally_sending_ns(&scan->rounds[at].shared, start_ns);
	if (sending_ns)
		stats->rate_pps = (double)stats->sent * 1e9 / (double)sending_ns;
	stats->limit = limit_of(scan);
	stats->not_sent_error = error_of(scan);
	stats->unanswered_at = unanswered_at(scan);
	stats->cpu_waited = share_waited(scan);
	stats->targets = mst_plan_questions(&scan->plans[last]);
	stats->left_out = scan->plans[last].targets.left_out;
	stats->unresolved = mst_targets_unresolved(scan->config.probing.targets);
	stats->record_drops = mst_recording_left_out(&scan->recording);
	stats->verdicts = mst_round_verdicts(&scan->rounds[last]);
	if (end_ns != 0)
		stats->proxy_addresses = mst_neighbours_busiest_proxy(scan->resources.neighbours, stats->proxy_mac);
	stats->discovering = at < last;
	stats->finished = end_ns != 0;
	stats->waiting = !stats->finished &&
	                 mst_load(&scan->run.reachability, relaxed) == MST_REACHABLE_LATER; /* REACH */
	if (start_ns)
		stats->elapsed_ns = (stats->finished ? end_ns : mst_now_ns()) - start_ns;
}

void mst_scan_get_stats(const struct mst_scan *scan, struct mst_scan_stats *stats)
{
	mst_stats_of_process(scan, stats);
	mst_before_add(&scan->journaling.before, stats);
	/* Targets that were not asked because the scan was stopped count as unknown. */
	if (stats->finished)
		stats->unknown += stats->targets - stats->verdicts;
}
