/* SPDX-License-Identifier: BSD-2-Clause */
/* guesses.c - see guesses.h. */
#include "round/guesses.h"

#define ONE_WRONG_IN 1000 /* runs */
#define BITS_MAX 63       /* more make no difference */

uint64_t mst_guesses_of(const struct mst_stray_counts *strays, uint64_t in_kernel, const struct mst_answer *answer)
{
	uint64_t guesses = mst_load(&strays->of[MST_STRAY_NO_TICKET], relaxed) +
	                   mst_load(&strays->of[MST_STRAY_UNPROVEN], relaxed);

	if (!answer->is_error && !mst_addr_equal(&answer->from, &answer->target))
		guesses += mst_load(&strays->of[MST_STRAY_UNRELATED], relaxed);
	if (answer->by_key)
		return guesses + mst_load(&strays->of[MST_STRAY_OTHER_PORT], relaxed);
	return guesses + in_kernel + mst_load(&strays->of[MST_STRAY_FORGED], relaxed) +
	       mst_load(&strays->of[MST_STRAY_GUESSABLE], relaxed);
}

/* The answer itself may be the last guess. */
bool mst_guesses_reach(const struct mst_answer *answer, uint64_t guesses, uint64_t tickets)
{
	unsigned bits = answer->bits < BITS_MAX ? answer->bits : BITS_MAX;

	return (double)(guesses + 1) * (double)tickets * ONE_WRONG_IN > (double)(UINT64_C(1) << bits);
}

enum mst_suspicion mst_guesses_suspicion(const struct mst_answer *answer, uint64_t guesses, unsigned attempts)
{
	if (answer->has_mac)
		return MST_NOT_SUSPECT; /* answers on a link prove nothing by design */
	if (answer->unproven)
		return MST_SUSPECT_UNPROVEN;
	return mst_guesses_reach(answer, guesses, answer->by_key ? 1 : attempts) ? MST_SUSPECT_GUESSABLE
	                                                                         : MST_NOT_SUSPECT;
}

/* In this egress; whatever its lanes have not taken yet was not. */
static bool was_asked(const struct mst_shared *shared, const struct mst_recognised *found)
{
	const struct mst_plan *plan = shared->plan;
	const struct mst_answer *answer = &found->answer;
	uint16_t port = plan->probing.about_ports ? answer->port : 0;
	uint64_t position;

	return mst_plan_forgets(plan) && mst_space_find(&plan->space, &answer->target, port, &position) &&
	       position >= plan->space.begin && mst_shared_has_asked(shared, found->route->egress, position);
}

enum mst_stray mst_guesses_objection(const struct mst_shared *shared, const struct mst_recognised *found,
                                     uint64_t guesses, bool uncounted_seen)
{
	const struct mst_answer *answer = &found->answer;
	unsigned attempts = shared->plan->probing.attempts_at_most;

	if (answer->ticket.attempt > attempts)
		return MST_STRAY_FORGED;
	if (!answer->proven || (answer->uncounted && !uncounted_seen) || !was_asked(shared, found))
		return MST_STRAY_UNPROVEN;
	return mst_guesses_reach(answer, guesses, (uint64_t)attempts << shared->plan->setup.slot_bits)
	               ? MST_STRAY_GUESSABLE
	               : MST_STRAY_COUNT;
}
