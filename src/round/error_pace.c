/* SPDX-License-Identifier: BSD-2-Clause */
/* error_pace.c - see error_pace.h. */
#include "round/error_pace.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "target/set.h"

#define TRIP_UNKNOWN_NS (1000 * MST_NS_PER_MS)
#define UNDOUBLED 2      /* times the time-out of a first attempt */
#define ONE_HOST_MAX 256 /* so many targets may be addresses of one host */
#define HELD_MAX 256     /* questions that wait for their hosts */
#define DOUBTED_MAX 4    /* attempts whose silence does not count because of other targets' errors */

int mst_error_pace_open(struct mst_error_pace *pace, const struct mst_context *context, struct mst_error *err)
{
	pace->context = context;
	pace->next = (struct mst_attempt){ .purpose = MST_ASK, .number = 1 };
	if (context->plan->pacing.error_hosts == 0)
		return 0;
	pace->hosts = mst_lines_new((size_t)context->plan->pacing.error_hosts + 1, sizeof *pace->hosts);
	pace->held = calloc(HELD_MAX, sizeof *pace->held);
	return pace->hosts && pace->held ? 0 : mst_fail(err, -ENOMEM, "no memory for the pace of each host");
}

void mst_error_pace_close(struct mst_error_pace *pace)
{
	free(pace->hosts);
	free(pace->held);
	pace->hosts = NULL;
	pace->held = NULL;
}

void mst_error_pace_begin_turn(struct mst_error_pace *pace, uint64_t *timeout_ns)
{
	pace->waits = pace->shared = false;
	pace->held_at = 0;
	if (pace->hosts && pace->context->plan->patience.adaptive)
		*timeout_ns *= UNDOUBLED;
}

static bool find_host(const struct mst_plan *plan, const struct mst_addr *addr, size_t *host)
{
	mst_uint128 index;

	if (!mst_targets_index(plan->space.targets, addr, &index) || index >= plan->pacing.error_hosts)
		return false;
	*host = (size_t)index;
	return true;
}

static struct mst_errors errors_of(const struct mst_shared *shared, size_t host)
{
	const struct mst_host_errors *errors = &shared->errors[host];

	return (struct mst_errors){
		.count = mst_load(&errors->count, relaxed),                       /* ERRORS */
		.earlier_until_ns = mst_load(&errors->earlier_until_ns, relaxed), /* ERRORS */
		.first_ns = mst_load(&errors->first_ns, relaxed),                 /* ERRORS */
		.from_ns = mst_load(&errors->from_ns, relaxed),                   /* ERRORS */
		.last_ns = mst_load(&errors->last_ns, relaxed),                   /* ERRORS */
		.trip_ns = mst_load(&errors->trip_ns, relaxed),                   /* ERRORS */
		.several = mst_load(&errors->several, relaxed),                   /* ERRORS */
	};
}

/* Of all targets together, if some of them may be one host. */
static bool may_share(const struct mst_shared *shared, struct mst_errors *all)
{
	uint32_t hosts = shared->plan->pacing.error_hosts;

	if (hosts < 2 || hosts > ONE_HOST_MAX)
		return false;
	*all = errors_of(shared, hosts);
	return true;
}

bool mst_error_pace_take_host(struct mst_error_pace *pace, const struct mst_addr *addr, unsigned attempt)
{
	const struct mst_context *context = pace->context;
	unsigned lanes = mst_load(&context->state->sharers, relaxed); /* CREW */
	struct mst_errors errors;
	size_t host;
	bool together;

	if (!find_host(context->plan, addr, &host))
		return true;
	together = may_share(context->shared, &errors) && !errors.several;
	if (together)
		host = context->plan->pacing.error_hosts;
	else
		errors = errors_of(context->shared, host);
	pace->hosts[host].machines = mst_load(&context->shared->run->machines, relaxed); /* RATE */
	if (!mst_errors_pace_allows(&pace->hosts[host], &errors, lanes, attempt, context->now_ns)) {
		pace->waits = true;
		pace->shared |= together || context->plan->pacing.error_hosts == 1;
		return false;
	}
	mst_errors_pace_spend(&pace->hosts[host], &errors, context->now_ns);
	return true;
}

bool mst_error_pace_can_hold(const struct mst_error_pace *pace)
{
	return !pace->shared && (!pace->hosts || pace->held_count < HELD_MAX);
}

void mst_error_pace_hold(struct mst_error_pace *pace)
{
	pace->held[pace->held_count++] = pace->next;
	pace->held_at = pace->held_count;
}

bool mst_error_pace_take_held(struct mst_error_pace *pace)
{
	for (; pace->held_at < pace->held_count && !pace->shared; pace->held_at++) {
		struct mst_attempt *held = &pace->held[pace->held_at];

		if (!mst_error_pace_take(pace, &held->question.addr, 1))
			continue;
		pace->next = *held;
		*held = pace->held[--pace->held_count];
		return true;
	}
	return false;
}

bool mst_error_pace_host_hides(const struct mst_error_pace *pace, const struct mst_addr *addr, uint64_t word,
                               uint64_t sent_ns)
{
	struct mst_errors errors, all;
	size_t host;

	if (!find_host(pace->context->plan, addr, &host))
		return false;
	errors = errors_of(pace->context->shared, host);
	if (mst_errors_hide(&errors, sent_ns))
		return true;
	return may_share(pace->context->shared, &all) && mst_errors_hide(&all, sent_ns) &&
	       (!all.several || mst_word_excused(word) < DOUBTED_MAX);
}

/* For one host, or for all together. */
static void note(struct mst_shared *shared, size_t host, uint64_t asked_ns, uint64_t now_ns)
{
	struct mst_host_errors *kept = &shared->errors[host];
	struct mst_errors errors = errors_of(shared, host);

	mst_errors_note(&errors, asked_ns, now_ns);
	mst_store(&kept->earlier_until_ns, errors.earlier_until_ns, relaxed); /* ERRORS */
	mst_store(&kept->first_ns, errors.first_ns, relaxed);                 /* ERRORS */
	mst_store(&kept->from_ns, errors.from_ns, relaxed);                   /* ERRORS */
	mst_store(&kept->last_ns, errors.last_ns, relaxed);                   /* ERRORS */
	mst_store(&kept->trip_ns, errors.trip_ns, relaxed);                   /* ERRORS */
	mst_store(&kept->several, errors.several, relaxed);                   /* ERRORS */
	mst_store(&kept->count, errors.count, relaxed);                       /* ERRORS */
}

void mst_error_pace_note(struct mst_shared *shared, const struct mst_addr *addr, int64_t rtt_ns, uint64_t now_ns)
{
	uint64_t asked_ns = now_ns - (rtt_ns >= 0 ? (uint64_t)rtt_ns : TRIP_UNKNOWN_NS);
	size_t host;

	if (!shared->errors || !find_host(shared->plan, addr, &host))
		return;
	note(shared, host, asked_ns, now_ns);
	note(shared, shared->plan->pacing.error_hosts, asked_ns, now_ns);
	mst_store(&shared->errors_limit, true, relaxed);
}

/* Where UDP ports are asked, all answers but the best are ICMP errors. */
void mst_error_pace_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                             const struct mst_settlement *settlement)
{
	uint64_t now_ns = found->arrival.now_ns;

	if (!shared->errors || how == MST_SETTLED_GONE || found->standing >= MST_STANDING_BEST)
		return;
	mst_error_pace_note(shared, &found->answer.target,
	                    mst_settlement_rtt_ns(settlement, mst_word_attempt(settlement->was), now_ns), now_ns);
}
