/* SPDX-License-Identifier: BSD-2-Clause */
/* errors.c - see errors.h. */
#include "pace/errors.h"

#include <math.h>

#define MS UINT64_C(1000000)
#define AT_ONCE 6            /* Linux: XRLIM_BURST_FACTOR */
#define QUIET_NS (1050 * MS) /* after so long without an error any host has a token */
#define STEP_NS (200 * MS)   /* a quiet host is asked twice as fast after each */
#define FASTEST_NS (90 * MS) /* between two errors of a host with a limit, nearly: Linux 6.18 over IPv6 */
#define STEPS_MAX 20
#define START_US 80000     /* the first guess: a little faster than IPv6 hosts allow */
#define SLOWEST_US 500000  /* two questions an error of the slowest hosts */
#define LIKELY_ATTEMPT 8   /* from this one on attempts are made only when the host probably has a token … */
#define CERTAIN_ATTEMPT 12 /* … and from this one on when it has one for sure */
#define SEVERAL 6          /* questions without an error */
#define FAST 1.5           /* questions an error: fewer, and the host may send more of them … */
#define SLOW 3.0           /* … more, and most are lost */
#define WANTED 2.0
#define SPEED_UP 0.7
#define SLOW_DOWN 1.4

void mst_errors_note(struct mst_errors *errors, uint64_t asked_ns, uint64_t now_ns)
{
	if (errors->count == 0) {
		errors->from_ns = asked_ns;
		errors->first_ns = now_ns;
	} else if (asked_ns > errors->last_ns + QUIET_NS) {
		errors->earlier_until_ns = errors->last_ns + QUIET_NS;
		errors->from_ns = asked_ns;
	}
	errors->last_ns = now_ns;
	errors->count++;
}

/* Several hosts soon send more than that: each has six to begin with. */
bool mst_errors_are_of_one(const struct mst_errors *errors)
{
	return errors->count >= AT_ONCE &&
	       errors->count <= AT_ONCE + 1 + (errors->last_ns - errors->first_ns) / FASTEST_NS;
}

bool mst_errors_hide(const struct mst_errors *errors, uint64_t sent_ns)
{
	if (errors->count == 0)
		return false;
	return sent_ns <= errors->earlier_until_ns ||
	       (sent_ns >= errors->from_ns && sent_ns <= errors->last_ns + QUIET_NS);
}

/* So long without an error, and it is worth asking faster, although earlier questions may not have found a token. */
static uint64_t pause_ns(const struct mst_errors_pace *pace)
{
	uint64_t several_ns = (uint64_t)pace->learned_us * 1000 * SEVERAL;

	if (pace->learned_us == 0 || several_ns > QUIET_NS)
		return QUIET_NS;
	return several_ns > STEP_NS ? several_ns : STEP_NS;
}

/* From when on it is asked faster and faster; later than now while errors come. */
static uint64_t faster_from(const struct mst_errors_pace *pace, const struct mst_errors *errors)
{
	return errors->count ? errors->last_ns + pause_ns(pace) : pace->began_ns;
}

/* Whether the host has a token: for sure when the attempts are nearly used up, else probably. */
static bool has_token(const struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned attempt,
                      uint64_t now_ns)
{
	uint64_t wait_ns = attempt >= CERTAIN_ATTEMPT ? QUIET_NS : pause_ns(pace);

	return errors->count == 0 || attempt < LIKELY_ATTEMPT || now_ns >= errors->last_ns + wait_ns;
}

/* Between two questions of one lane. */
static uint64_t interval_ns(const struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                            uint64_t now_ns)
{
	uint64_t learned_us = pace->learned_us ? pace->learned_us : START_US;
	uint64_t from_ns = faster_from(pace, errors), steps;

	if (now_ns <= from_ns)
		return learned_us * 1000 * lanes;
	steps = (now_ns - from_ns) / STEP_NS;
	return ((learned_us < START_US ? learned_us : START_US) * 1000 * lanes) >>
	       (steps < STEPS_MAX ? steps : STEPS_MAX);
}

/* How many questions may leave at once after a pause: what the host had time to save. */
static unsigned saved(unsigned lanes)
{
	return lanes < AT_ONCE ? AT_ONCE / lanes : 1;
}

/* Between two questions of all lanes together, so that a few of them are made for each error. */
static double learn_us(const struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes)
{
	double now_us = pace->learned_us ? pace->learned_us : START_US, more = errors->count - pace->heard;
	double needed = (double)pace->asked * lanes / more;
	double gap_us = (double)(errors->last_ns - pace->heard_ns) / 1000 / more;

	if (needed <= FAST)
		return fmax(now_us * SPEED_UP, gap_us / SLOW);
	if (needed <= SLOW)
		return now_us;
	/* Silent ports among the closed ones look like a slower host: in small steps. */
	return pace->learned_us ? fmin(gap_us / WANTED, now_us * SLOW_DOWN) : gap_us / WANTED;
}

/*
 * Errors have come. The first six may be tokens that the host had saved; those after a pause, too: they end the time in
 * which it was asked faster and faster.
 */
static void learn(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes, uint64_t now_ns)
{
	double before_us = pace->learned_us ? pace->learned_us : START_US, after_us = before_us;
	bool paused = pace->heard == 0 || errors->last_ns > pace->heard_ns + pause_ns(pace);

	if (errors->count > AT_ONCE && !paused) {
		after_us = fmin(fmax(learn_us(pace, errors, lanes), 1), SLOWEST_US);
		pace->learned_us = (uint32_t)after_us;
	}
	if (paused && now_ns - pace->began_ns > STEP_NS)
		pace->due_ns = now_ns + (uint64_t)(saved(lanes) * lanes * after_us * 1000);
	else if (pace->due_ns > now_ns)
		pace->due_ns = now_ns + (uint64_t)((double)(pace->due_ns - now_ns) * after_us / before_us);
	pace->heard = errors->count;
	pace->heard_ns = errors->last_ns;
	pace->asked = 0;
}

bool mst_errors_pace_allows(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                            unsigned attempt, uint64_t now_ns)
{
	uint64_t each_ns;

	if (errors->count != pace->heard)
		learn(pace, errors, lanes, now_ns);
	if (pace->began_ns == 0)
		return true;
	if (!has_token(pace, errors, attempt, now_ns))
		return false;
	each_ns = interval_ns(pace, errors, lanes, now_ns);
	if (pace->due_ns > now_ns + saved(lanes) * each_ns)
		pace->due_ns = now_ns + saved(lanes) * each_ns; /* it is asked faster by now */
	return pace->due_ns <= now_ns + (saved(lanes) - 1) * each_ns;
}

void mst_errors_pace_spend(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                           uint64_t now_ns)
{
	if (pace->began_ns == 0)
		pace->began_ns = pace->due_ns = now_ns;
	if (pace->due_ns < now_ns)
		pace->due_ns = now_ns;
	pace->due_ns += interval_ns(pace, errors, lanes, now_ns);
	pace->asked++;
}
