/* SPDX-License-Identifier: BSD-2-Clause */
/* errors.c - see errors.h. */
#include "pace/errors.h"

#include <math.h>

#define MS UINT64_C(1000000)
#define AT_ONCE 6            /* Linux: XRLIM_BURST_FACTOR */
#define QUIET_NS (1050 * MS) /* after so long without an error any host has a token */
#define FASTEST_NS (10 * MS) /* between two errors of a host with a limit that needs care */
#define FIRST_NS (300 * MS)  /* the first look at how many tokens a host gets */
#define SLOW_NS (400 * MS)   /* between two tokens: the last one is not to be waited for too long */
#define TRIP_NS (40 * MS)    /* of an error, while none has come */
#define TRIP_MAX_NS (1000 * MS)
#define LATER_NS (10 * MS) /* until an error that has arrived is known here */
#define LIKELY_ATTEMPT 10  /* from this one on attempts are made only when the host probably has a token … */
#define CERTAIN_ATTEMPT 13 /* … and from this one on when it has one for sure */
#define FEWER 0.8          /* tokens in a go, where a host seems unable to save as many */
#define FEW_ATTEMPTS 3     /* so many of a question are plenty */
#define SURE 0.7           /* of the tokens that a host has probably */
#define ENOUGH 2.0         /* times the questions that an error needs on average: then there is no token */
#define MANY (2 * AT_ONCE) /* errors in one go: the host has hardly a limit */
#define DOUBLINGS 12       /* of the questions that may wait, at most */
#define LONGER 1.1         /* silent ports among the closed ones look like longer intervals: in small steps */
#define OFTEN 0.25         /* a share of closed ports: more of them, and every question without a token counts */
#define REMEMBERED 16.0    /* errors, for the share of ports that are closed */
#define RAREST (1.0 / 4096)

void mst_errors_note(struct mst_errors *errors, uint64_t asked_ns, uint64_t now_ns)
{
	if (errors->count == 0) {
		errors->from_ns = asked_ns;
		errors->first_ns = now_ns;
	} else if (asked_ns > errors->last_ns + QUIET_NS) {
		errors->earlier_until_ns = errors->last_ns + QUIET_NS;
		errors->from_ns = asked_ns;
	}
	errors->trip_ns -= errors->trip_ns / 16;
	if (now_ns - asked_ns > errors->trip_ns && now_ns - asked_ns < TRIP_MAX_NS)
		errors->trip_ns = now_ns - asked_ns;
	errors->last_ns = now_ns;
	errors->count++;
	/* Several hosts soon send more than that: each has six to begin with. */
	errors->several |= errors->count > AT_ONCE + 1 + (errors->last_ns - errors->first_ns) / FASTEST_NS;
}

bool mst_errors_hide(const struct mst_errors *errors, uint64_t sent_ns)
{
	if (errors->count == 0)
		return false;
	return sent_ns <= errors->earlier_until_ns ||
	       (sent_ns >= errors->from_ns && sent_ns <= errors->last_ns + QUIET_NS);
}

/* ---- what is known of the host ---- */

/* Whether it has a token, whatever its limit. */
static bool is_certain(const struct mst_errors *errors, uint64_t now_ns)
{
	return errors->count == 0 || now_ns >= errors->last_ns + QUIET_NS;
}

/* How many tokens it got since the last error of the go before. */
static double tokens(const struct mst_errors_pace *pace, uint64_t now_ns)
{
	if (pace->since_ns == 0)
		return AT_ONCE;
	return pace->interval_ns > 0 ? (double)(now_ns - pace->since_ns) / pace->interval_ns : 1;
}

static double closed_share(const struct mst_errors_pace *pace)
{
	return fmin(fmax(pace->closed / pace->asked, RAREST), 1);
}

/* Errors come as if it had hardly a limit. */
static bool is_fast(const struct mst_errors_pace *pace)
{
	return pace->errors >= MANY && pace->errors > AT_ONCE + 1 + (pace->heard_ns - pace->go_ns) / FASTEST_NS;
}

/*
 * How many questions may wait for an error. Many, while attempts are plenty: the more, the better it is known how many
 * ports are closed, and when there is no token.
 */
static double allowance(const struct mst_errors_pace *pace, unsigned attempt, uint64_t now_ns)
{
	double share = closed_share(pace), wanted = attempt < FEW_ATTEMPTS ? 1.5 * ENOUGH : ENOUGH;

	/* One question more in each round trip: few are wasted when an error comes. */
	if (attempt >= CERTAIN_ATTEMPT)
		return (pace->quiet + 1.0) * (pace->quiet + 2.0) / 2;
	if (pace->since_ns == 0 && pace->errors == 0)
		return ldexp(AT_ONCE, (int)fmin(pace->quiet, DOUBLINGS));
	if (share <= OFTEN && attempt < 2 * FEW_ATTEMPTS)
		wanted *= 1.5;
	else if (share > OFTEN && pace->errors && pace->errors + 0.5 >= tokens(pace, now_ns))
		wanted /= 2;
	wanted = ceil(wanted / share);
	if (is_fast(pace))
		wanted = fmax(wanted, ceil(pace->errors / share / 2));
	return ldexp(wanted, (int)fmin(pace->quiet, DOUBLINGS));
}

/* ---- from go to go ---- */

static void begin_go(struct mst_errors_pace *pace, uint64_t now_ns)
{
	pace->rests = false;
	pace->go_ns = now_ns;
	pace->errors = pace->waiting = pace->quiet = 0;
	pace->sure = fmax(1, fmin(SURE * tokens(pace, now_ns), pace->most));
}

/* Errors have come: how many questions each of the tokens that it had for sure needed, tells how many are closed. */
static void hear(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes)
{
	uint32_t more = errors->count - pace->heard;

	if (pace->rests)
		begin_go(pace, pace->heard_ns); /* they were late: it goes on */
	if (pace->errors < pace->sure || is_fast(pace)) {
		pace->closed += more;
		pace->asked += fmax((double)pace->waiting * lanes, more);
	}
	if (pace->closed > REMEMBERED) { /* older ones count half */
		pace->closed /= 2;
		pace->asked /= 2;
	}
	pace->errors += more;
	pace->heard = errors->count;
	pace->heard_ns = errors->last_ns;
	pace->waiting = pace->quiet = 0;
}

/* The tokens are used up: until when it rests, the host gets a few. */
static uint64_t learn_rest(struct mst_errors_pace *pace)
{
	double interval_ns, few = fmin(fmax(pace->most / 2, 1), 3);

	if (pace->since_ns == 0)
		return FIRST_NS;
	interval_ns = fmin((double)(pace->heard_ns - pace->since_ns) / pace->errors, QUIET_NS);
	if (pace->interval_ns == 0)
		pace->interval_ns = interval_ns;
	else if (interval_ns < pace->interval_ns)
		pace->interval_ns = (pace->interval_ns + interval_ns) / 2;
	else
		pace->interval_ns = fmin(interval_ns, pace->interval_ns * LONGER);
	if (pace->interval_ns > SLOW_NS)
		few = fmin(few, 2);
	return (uint64_t)(pace->interval_ns * few);
}

/* Machines have as many questions as this one on their way, it supposes. */
static unsigned machines_of(const struct mst_errors_pace *pace)
{
	return pace->machines > 1 ? pace->machines : 1;
}

/* So many questions found no token. Without any error in this go, the next one comes after twice as long. */
static void rest(struct mst_errors_pace *pace, unsigned lanes, uint64_t now_ns)
{
	uint64_t rest_ns;

	if (pace->errors < SURE * tokens(pace, pace->heard_ns))
		pace->most *= FEWER; /* it may be unable to save more */
	pace->most = fmax(pace->most, pace->errors);
	if (pace->errors < pace->sure && (pace->since_ns == 0 || pace->interval_ns > 0))
		pace->asked += (double)pace->waiting * lanes;
	if (pace->errors) {
		rest_ns = learn_rest(pace);
		pace->since_ns = pace->heard_ns;
	} else {
		rest_ns = 2 * (now_ns - pace->since_ns);
		if (rest_ns > QUIET_NS)
			rest_ns = QUIET_NS;
	}
	pace->rests = true;
	pace->due_ns = pace->since_ns + rest_ns * machines_of(pace);
}

static uint64_t trip_ns(const struct mst_errors *errors)
{
	uint64_t twice_ns = 2 * (errors->trip_ns ? errors->trip_ns : TRIP_NS / 2);

	return (twice_ns < TRIP_MAX_NS ? twice_ns : TRIP_MAX_NS) + LATER_NS;
}

/* An attempt of a question that has few of them left waits for better times. */
static bool is_worth(const struct mst_errors_pace *pace, unsigned attempt, bool certain, uint64_t now_ns)
{
	if (certain || attempt < LIKELY_ATTEMPT)
		return true;
	return attempt < CERTAIN_ATTEMPT && pace->errors < SURE * tokens(pace, now_ns);
}

bool mst_errors_pace_allows(struct mst_errors_pace *pace, const struct mst_errors *errors, unsigned lanes,
                            unsigned attempt, uint64_t now_ns)
{
	bool certain = is_certain(errors, now_ns);
	unsigned senders = lanes * machines_of(pace);

	if (pace->began_ns == 0)
		return true;
	if (errors->count != pace->heard)
		hear(pace, errors, lanes);
	if (pace->rests) {
		if (now_ns < pace->due_ns)
			return false;
		begin_go(pace, now_ns);
	}
	if (certain && pace->errors) {
		pace->since_ns = pace->heard_ns;
		begin_go(pace, now_ns);
	}
	if (!is_worth(pace, attempt, certain, now_ns))
		return false;
	if ((double)pace->waiting * senders < allowance(pace, attempt, now_ns))
		return true;
	if (now_ns < pace->latest_ns + trip_ns(errors))
		return false;
	/* The first six of a host need no proof that it has them, unless hardly a port is closed. */
	if (!certain && (pace->since_ns > 0 || pace->errors >= AT_ONCE || pace->quiet > 1)) {
		rest(pace, lanes, now_ns);
		return false;
	}
	pace->quiet++;
	return (double)pace->waiting * senders < allowance(pace, attempt, now_ns);
}

void mst_errors_pace_spend(struct mst_errors_pace *pace, const struct mst_errors *errors, uint64_t now_ns)
{
	if (pace->began_ns == 0) {
		pace->began_ns = now_ns;
		pace->heard = errors->count;
		pace->since_ns = errors->count ? errors->last_ns : 0;
		pace->closed = 1;
		pace->asked = 2;
		pace->most = AT_ONCE;
		begin_go(pace, now_ns);
	}
	pace->waiting++;
	pace->latest_ns = now_ns;
}
