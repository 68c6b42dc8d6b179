/* SPDX-License-Identifier: BSD-2-Clause */
/* answer.c - see answer.h. */
#include "round/answer.h"

#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "round/claims.h"
#include "round/error_pace.h"
#include "round/guesses.h"
#include "round/hop_watch.h"
#include "round/learning.h"
#include "round/posting.h"
#include "round/prover.h"
#include "round/trace.h"
#include "round/unused_asking.h"

int mst_answers_open(struct mst_answers *answers, struct mst_shared *shared, const struct mst_greeting *greeting,
                     struct mst_neighbours *neighbours, struct mst_error *err)
{
	answers->plan = shared->plan;
	answers->shared = shared;
	answers->neighbours = neighbours;
	answers->fragments = mst_fragments_new();
	if (!answers->fragments)
		return mst_fail(err, -ENOMEM, "no memory for fragments");
	if (answers->plan->unused.wanted &&
	    !(answers->suspects = mst_suspects_new(&answers->plan->unused, mst_suspects_hosts(&answers->plan->space))))
		return mst_fail(err, -ENOMEM, "no memory for suspect verdicts");
	return mst_greeter_open(&answers->greeter, greeting, answers->shared, err);
}

void mst_answers_close(struct mst_answers *answers)
{
	mst_suspects_free(answers->suspects);
	mst_fragments_free(answers->fragments);
	mst_greeter_close(&answers->greeter);
}

static void stray(struct mst_answers *answers, enum mst_stray reason, const struct mst_recognised *found)
{
	mst_trace_stray(answers->shared, &found->answer, reason, found->arrival.wall_ns, found->ifindex);
	mst_count(&answers->counts.strays, 1);
	mst_count(&answers->strays.of[reason], 1);
}

static uint64_t guesses(const struct mst_answers *answers, const struct mst_answer *answer)
{
	return mst_guesses_of(&answers->strays, answers->strays_in_kernel, answer);
}

/* ---- posting ---- */

/* Amends the verdict of a neighbour: it is up as before, and suspect. */
static void post_claim(struct mst_answers *answers, const struct mst_result *latest, const struct mst_claim *claim)
{
	const struct mst_neighbour *neighbour = claim->neighbour;
	struct mst_note note = { .was = MST_STANDING_BEST, .is = MST_STANDING_BEST, .suspected = claim->suspected };
	struct mst_result result = *latest;

	if (!mst_shared_find_lane(answers->shared, &neighbour->addr, result.port, &note.lane))
		return;
	result.addr = result.from = neighbour->addr;
	result.rtt_ns = neighbour->rtt_ns;
	result.time_ns = neighbour->time_ns;
	result.attempts = result.attempt = neighbour->attempts;
	memcpy(result.mac, neighbour->mac, sizeof result.mac);
	result.suspect = (uint8_t)claim->suspicion;
	mst_post(answers->shared, &result, &note);
}

/* Amends the verdicts of all addresses that the machine of this result has. */
static void post_proxy(struct mst_answers *answers, const struct mst_result *result)
{
	struct mst_claim claim;
	size_t at = 0;

	while (mst_claims_next(answers->neighbours, result, &at, &claim))
		post_claim(answers, result, &claim);
}

static void post_suspects(struct mst_answers *answers)
{
	struct mst_note note = { .was = MST_STANDING_BEST, .is = MST_STANDING_BEST };
	const struct mst_result *result;
	unsigned lane;

	while ((result = mst_suspects_next(answers->suspects, &lane))) {
		note.lane = lane;
		mst_post(answers->shared, result, &note);
	}
}

/* ---- what an answer shows of the network ---- */

static struct mst_egress_state *state_of(const struct mst_answers *answers, const struct mst_recognised *found)
{
	return &answers->shared->egresses[found->route->egress->number];
}

/* ---- a question of the plan ---- */

/* The entry has been used for another target since: the reporter knows how this one stands. */
static void settle_beyond(struct mst_answers *answers, const struct mst_recognised *found)
{
	const struct mst_plan *plan = answers->plan;
	const struct mst_answer *answer = &found->answer;
	struct mst_result result;
	struct mst_note note = {
		.lane = found->place.lane,
		.is = (uint8_t)found->standing,
		.beyond = true,
		.second = mst_plan_probing_is_second(&plan->probing, answer->probe),
	};
	enum mst_stray objection = mst_guesses_objection(answers->shared, found, guesses(answers, answer),
	                                                 answers->uncounted[found->route->egress->number]);

	if (objection != MST_STRAY_COUNT) {
		stray(answers, objection, found);
		return;
	}
	mst_recognised_result(&result, plan, found);
	result.rtt_ns = mst_trip_ns(&found->arrival, answer, NULL, found->behind_ns);
	result.attempts = answer->ticket.attempt;
	mst_count(&answers->counts.answers, 1);
	mst_post(answers->shared, &result, &note);
}

static void test_machine(struct mst_answers *answers, const struct mst_recognised *found)
{
	unsigned egress = found->route->egress->number;

	mst_claims_test(&answers->plan->unused, egress, found->answer.target.family, &answers->tested[egress],
	                &state_of(answers, found)->unused);
}

/* An answer on a link for an address that no host has. False: it is for another one. */
static bool take_unused_neighbour(struct mst_answers *answers, const struct mst_recognised *found)
{
	struct mst_result result;

	if (!found->answer.has_mac || found->answer.volunteered || !answers->neighbours ||
	    !mst_unused_find(&answers->plan->unused, &found->answer.target))
		return false;
	mst_recognised_result(&result, answers->plan, found);
	if (mst_claims_unused(answers->neighbours, &result))
		post_proxy(answers, &result);
	return true;
}

/* What the answer claims for a machine, and what it makes suspect. */
static void note_suspicion(struct mst_answers *answers, const struct mst_recognised *found, struct mst_result *result)
{
	struct mst_origin origin = { found->place.lane, found->route->egress->number, found->answer.probe };
	bool grew = false, many = false;

	if (found->answer.has_mac && answers->neighbours)
		result->suspect = (uint8_t)mst_claims_take(answers->neighbours, result, &grew, &many);
	if (grew)
		post_proxy(answers, result);
	else if (many)
		test_machine(answers, found);
	if (found->standing == MST_STANDING_BEST && answers->suspects)
		result->suspect = (uint8_t)mst_suspects_note(answers->suspects, &state_of(answers, found)->unused,
		                                             result, &origin);
	if (!result->suspect)
		result->suspect = (uint8_t)mst_guesses_suspicion(&found->answer, guesses(answers, &found->answer),
		                                                 result->attempts);
	answers->uncounted[found->route->egress->number] |= found->answer.uncounted;
	if (result->suspect == MST_SUSPECT_GUESSABLE || result->suspect == MST_SUSPECT_UNPROVEN)
		mst_count(&answers->counts.guessable, 1);
	mst_elsewhere_note(&answers->elsewhere, result, found->place.lane);
}

static void count_verdict(struct mst_answers *answers, const struct mst_recognised *found,
                          const struct mst_result *result, uint64_t was_word)
{
	enum mst_standing was = mst_word_standing(was_word);
	const struct mst_answer *answer = &found->answer;

	mst_count(&answers->counts.answers, 1);
	if (was == MST_STANDING_SILENT || was == MST_STANDING_UNKNOWN)
		mst_count(&answers->counts.late, 1);
	/* A router's error does not count for the estimate of missed answers. */
	if (was <= MST_STANDING_SILENT && (!answer->is_error || mst_addr_equal(&answer->from, &answer->target)))
		mst_first_answers_note(&answers->shared->first_answers, mst_word_proving(was_word, result->attempt),
		                       mst_plan_probing_is_second(&answers->plan->probing, answer->probe),
		                       found->route->egress->kind == MST_EGRESS_ROUTED ? result->rtt_ns : -1);
	if (found->standing == MST_STANDING_BEST)
		mst_count(&answers->shared->best, 1);
}

static void settled(struct mst_answers *answers, const struct mst_recognised *found, enum mst_settled_how how,
                    const struct mst_settlement *settlement)
{
	const struct mst_answer *answer = &found->answer;
	struct mst_result result;
	struct mst_note note = {
		.lane = found->place.lane,
		.was = (uint8_t)mst_word_standing(settlement->was),
		.is = (uint8_t)found->standing,
	};
	struct mst_learnt learnt = { found, &result, settlement, how == MST_SETTLED_FIRST };

	mst_recognised_result(&result, answers->plan, found);
	if (answer->by_key)
		result.rtt_ns = answer->volunteered ? -1 : mst_trip_by_key_ns(&found->arrival, settlement);
	else
		result.rtt_ns = mst_trip_ns(&found->arrival, answer, settlement, found->behind_ns);
	result.attempts = (uint8_t)mst_word_attempt(settlement->was);
	if (answer->by_key)
		result.attempt = result.attempts;
	note_suspicion(answers, found, &result);
	count_verdict(answers, found, &result, settlement->was);
	if (found->standing >= MST_STANDING_CLOSED)
		mst_learning_note(answers->shared, &answers->estimators[found->route->egress->number],
		                  state_of(answers, found), &learnt);
	result.position = settlement->position;
	mst_post(answers->shared, &result, how == MST_SETTLED_BETTER ? &note : NULL);
}

static void duplicate(struct mst_answers *answers, const struct mst_recognised *found)
{
	struct mst_recognised up = *found;
	struct mst_result result;
	struct mst_claim claim;
	struct mst_note note;
	const struct mst_result *first = mst_elsewhere_again(&answers->elsewhere, &found->answer, &note);

	if (found->answer.volunteered)
		return;
	mst_count(&answers->counts.duplicates, 1);
	if (first)
		mst_post(answers->shared, first, &note);
	if (!found->answer.has_mac || !answers->neighbours ||
	    !mst_claims_dispute(answers->neighbours, &found->answer, &claim))
		return;
	mst_count(&answers->counts.conflicts, 1);
	up.standing = MST_STANDING_BEST;
	mst_recognised_result(&result, answers->plan, &up);
	post_claim(answers, &result, &claim);
}

/* ---- by purpose ---- */

static void take_asked(struct mst_answers *answers, const struct mst_recognised *found, enum mst_settled_how how,
                       const struct mst_settlement *settlement)
{
	if (how == MST_SETTLED_DUPLICATE)
		duplicate(answers, found);
	else if (how == MST_SETTLED_GONE)
		settle_beyond(answers, found);
	else
		settled(answers, found, how, settlement);
}

/* What the target is, is known; when and whether it answers is of interest. */
static void take_reference(struct mst_answers *answers, const struct mst_recognised *found, enum mst_settled_how how,
                           const struct mst_settlement *settlement)
{
	if (how == MST_SETTLED_FIRST)
		mst_learning_reference(answers->shared, &answers->estimators[found->route->egress->number],
		                       state_of(answers, found), found, settlement);
}

/* Only that it is answered is of interest. */
static void take_unused(struct mst_answers *answers, const struct mst_recognised *found, enum mst_settled_how how,
                        const struct mst_settlement *settlement)
{
	struct mst_origin origin = { found->place.lane, found->route->egress->number, found->answer.probe };

	(void)settlement;
	if (how == MST_SETTLED_FIRST && found->standing == MST_STANDING_BEST &&
	    mst_suspects_answered(answers->suspects, &state_of(answers, found)->unused, &found->answer.target, &origin))
		post_suspects(answers);
}

static void (*const takers[MST_PURPOSES])(struct mst_answers *answers, const struct mst_recognised *found,
                                          enum mst_settled_how how, const struct mst_settlement *settlement) = {
	[MST_ASK] = take_asked,
	[MST_REFERENCE] = take_reference,
	[MST_UNUSED] = take_unused,
};

/* ---- from the frame to the entry ---- */

/* Returns whether it is believed. */
static bool settle(struct mst_answers *answers, struct mst_recognised *found)
{
	const struct mst_answer *answer = &found->answer;
	const struct mst_plan *plan = answers->plan;
	uint16_t port = plan->probing.about_ports ? answer->port : 0;
	struct mst_settlement settlement;
	enum mst_settled_how how;
	struct mst_roll *roll;

	mst_trace_answer(answers->shared, answer, found->arrival.wall_ns, found->ifindex);
	if (!mst_shared_find_place(answers->shared, answer, &found->place)) {
		if (!take_unused_neighbour(answers, found) && !answer->volunteered)
			stray(answers, MST_STRAY_NO_QUESTION, found);
		return false;
	}
	if (!(roll = mst_shared_roll_at(answers->shared, &found->place))) {
		stray(answers, MST_STRAY_FORGED, found);
		return false;
	}
	/* The identifier of its protocol is missing while many datagrams lack more: these are guesses. */
	if (answer->unproven && !answer->is_error && mst_guesses_reach(answer, guesses(answers, answer), 1)) {
		stray(answers, MST_STRAY_UNPROVEN, found);
		return false;
	}
	if (answer->probe > 0 && found->place.purpose != MST_REFERENCE)
		found->behind_ns = mst_trip_behind_ns(
			plan, found->route, answer,
			mst_load(&state_of(answers, found)->rate_pps, relaxed) /
				mst_load(&state_of(answers, found)->sharers, relaxed)); /* RATE, CREW */
	if (mst_recognised_is_absence(found) && mst_plan_repeats_absence(plan) &&
	    mst_load(&answers->shared->attempts, relaxed) > 1 && /* RETRY */
	    mst_roll_note_absent(roll, found->place.entry & (roll->capacity - 1), &answer->target, port,
	                         answer->by_key ? 0 : answer->ticket.attempt)) { /* SETTLE */
		mst_count(&answers->counts.answers, 1);
		return true;
	}
	how = mst_roll_settle(roll, found->place.entry & (roll->capacity - 1), &answer->target, port,
	                      answer->by_key ? 0 : answer->ticket.attempt, found->standing, &settlement); /* SETTLE */
	if (how == MST_SETTLED_FORGED) {
		stray(answers, MST_STRAY_FORGED, found);
		return false;
	}
	mst_hop_watch_answered(answers->shared, found, how, &settlement); /* NEXTHOP */
	mst_prover_answered(answers->shared, found, how, &settlement);    /* PROOF */
	if (mst_recognised_is_asymmetric(found)) {
		mst_count(&answers->counts.asymmetric, 1);
		mst_seen_at_note(&answers->asymmetric, found->ifindex);
	}
	mst_error_pace_answered(answers->shared, found, how, &settlement); /* ERRORS */
	takers[found->place.purpose](answers, found, how, &settlement);
	return true;
}

static void judge(struct mst_answers *answers, const struct mst_received_frame *captured);

/* Keeps a fragment, and judges its packet when it is whole. What is dropped meanwhile are strays. */
static void take_fragment(struct mst_answers *answers, const struct mst_received_frame *captured,
                          const struct mst_recognised *found)
{
	struct mst_recognised dropped = { .arrival = captured->arrival, .ifindex = found->ifindex };
	struct mst_received_frame whole;
	bool is_whole = mst_recognise_again(answers->fragments, captured, found, &whole);

	for (; answers->fragments_dropped < mst_fragments_dropped(answers->fragments); answers->fragments_dropped++)
		stray(answers, MST_STRAY_FOREIGN, &dropped);
	if (is_whole)
		judge(answers, &whole);
}

/* It may be an answer from another address than the one asked. */
static void take_stray(struct mst_answers *answers, const struct mst_received_frame *captured,
                       const struct mst_recognised *found, enum mst_stray why)
{
	struct mst_recognised other;

	if (mst_origin_find(&answers->origins, answers->shared, captured, why, &other) &&
	    !mst_guesses_reach(&other.answer, guesses(answers, &other.answer), 1))
		settle(answers, &other);
	else
		stray(answers, why, found);
}

static void judge(struct mst_answers *answers, const struct mst_received_frame *captured)
{
	struct mst_recognised found;
	struct mst_view view;
	enum mst_stray why;
	enum mst_found_fate fate = mst_recognise(answers->plan, captured, &view, &found, &why);

	if (fate <= MST_FOUND_STRAY && mst_greeter_take(&answers->greeter, &view, captured->arrival.now_ns))
		return;
	switch (fate) {
	case MST_FOUND:
		if (settle(answers, &found))
			mst_greeter_meet(&answers->greeter, &view, &found);
		break;
	case MST_FOUND_STRAY: take_stray(answers, captured, &found, why); break;
	case MST_FOUND_TALK: break;
	case MST_FOUND_FRAGMENT: take_fragment(answers, captured, &found); break;
	case MST_FOUND_MALFORMED: mst_count(&answers->counts.malformed, 1); break;
	}
}

void mst_answers_read(struct mst_answers *answers, const struct mst_received_frame *captured)
{
	mst_count(&answers->counts.received, 1);
	judge(answers, captured);
}
