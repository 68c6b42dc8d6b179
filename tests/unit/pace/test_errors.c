/* SPDX-License-Identifier: BSD-2-Clause */
/* test_errors.c - UDP ports of hosts that limit their ICMP errors by token buckets, over virtual seconds. */
#include "pace/errors.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)
#define START (100 * SECOND)
#define PORTS_MAX 2000
#define TRIP (1 * MS)
#define TIMEOUT (100 * MS)
#define PROOFS 2 /* attempts whose silence proves something, for each silent port */
#define ATTEMPTS_MAX 15

/* Sends `burst` errors at once, then one each interval; 0: no limit. */
struct host {
	uint64_t interval_ns, filled_ns;
	double burst, tokens;
	bool (*closed)(unsigned port);
};

struct question {
	uint64_t sent_ns;
	unsigned attempts, proofs;
	bool over, closed;
};

struct outcome {
	uint64_t ns;
	unsigned closed, lost, sent, attempts_most;
};

static bool answers(struct host *host, unsigned port, uint64_t now)
{
	if (!host->closed(port))
		return false;
	if (host->interval_ns == 0)
		return true;
	host->tokens += (double)(now - host->filled_ns) / (double)host->interval_ns;
	host->filled_ns = now;
	if (host->tokens > host->burst)
		host->tokens = host->burst;
	if (host->tokens < 1)
		return false;
	host->tokens -= 1;
	return true;
}

/* Asks all ports once, then the silent ones again, as a lane does: one question a millisecond at most. */
static struct outcome scan_beside(struct host host, unsigned ports, unsigned lanes, unsigned machines)
{
	static struct question questions[PORTS_MAX];
	struct mst_errors errors = { 0 };
	struct mst_errors_pace paces[4] = { 0 };
	struct outcome outcome = { 0 };
	unsigned left = ports, next = 0, due_error = ports;
	uint64_t now = START, error_ns = 0;

	for (unsigned i = 0; i < ports; i++)
		questions[i] = (struct question){ 0 };
	for (unsigned i = 0; i < lanes; i++)
		paces[i].machines = machines;
	host.tokens = host.burst;
	host.filled_ns = now;
	for (; left > 0 && now < START + 4000 * SECOND; now += MS) {
		unsigned at = ports;

		if (due_error < ports && now >= error_ns) {
			mst_errors_note(&errors, questions[due_error].sent_ns, now);
			due_error = ports;
		}
		/* New ones first, then the one that waited longest. */
		if (next < ports) {
			at = next;
		} else {
			for (unsigned i = 0; i < ports; i++) {
				if (!questions[i].over && now >= questions[i].sent_ns + TIMEOUT &&
				    (at == ports || questions[i].sent_ns < questions[at].sent_ns))
					at = i;
			}
		}
		if (at == ports)
			continue;
		if (questions[at].attempts) {
			bool hidden = mst_errors_hide(&errors, questions[at].sent_ns);

			if (questions[at].proofs + !hidden >= PROOFS || questions[at].attempts == ATTEMPTS_MAX) {
				questions[at].over = true;
				left--;
				outcome.lost += host.closed(at);
				continue;
			}
			if (!mst_errors_pace_allows(&paces[at % lanes], &errors, lanes, questions[at].attempts + 1,
			                            now))
				continue;
			questions[at].proofs += !hidden;
		} else if (!mst_errors_pace_allows(&paces[at % lanes], &errors, lanes, 1, now)) {
			continue;
		}
		mst_errors_pace_spend(&paces[at % lanes], &errors, now);
		next += questions[at].attempts == 0;
		questions[at].attempts++;
		questions[at].sent_ns = now;
		outcome.sent++;
		if (questions[at].attempts > outcome.attempts_most)
			outcome.attempts_most = questions[at].attempts;
		if (answers(&host, at, now)) {
			questions[at].over = true;
			outcome.closed++;
			left--;
			due_error = at;
			error_ns = now + TRIP;
		}
	}
	outcome.ns = now - START;
	cr_log_info("%u closed, %u lost, %.2f s, %u sent, %u attempts at most", outcome.closed, outcome.lost,
	            (double)outcome.ns / 1e9, outcome.sent, outcome.attempts_most);
	return outcome;
}

static bool all(unsigned port)
{
	(void)port;
	return true;
}

static bool none(unsigned port)
{
	(void)port;
	return false;
}

static bool about_half(unsigned port)
{
	return port * 2654435761u >> 13 & 1;
}

static bool few(unsigned port)
{
	return port * 2654435761u % 97 < 4;
}

static bool nearly_all(unsigned port)
{
	return port % 100 != 50;
}

static bool very_few(unsigned port)
{
	return port % 100 == 50;
}

static const uint64_t intervals[] = { 20 * MS, 100 * MS, 250 * MS, 1000 * MS };
#define INTERVALS (sizeof intervals / sizeof *intervals)

static struct outcome scan(struct host host, unsigned ports, unsigned lanes)
{
	return scan_beside(host, ports, lanes, 1);
}

Test(pace_errors, machines_share_a_host)
{
	struct host host = { .interval_ns = 100 * MS, .burst = 6, .closed = all };
	struct outcome alone = scan(host, 120, 1), beside = scan_beside(host, 120, 1, 4);

	cr_expect_eq(beside.lost, 0);
	cr_expect_geq(beside.ns, 3 * alone.ns, "%.1f s, alone %.1f s", (double)beside.ns / 1e9, (double)alone.ns / 1e9);
}

Test(pace_errors, closed_ports_take_at_most_a_third_longer_than_the_host_allows)
{
	static const unsigned ports[] = { 12, 30, 400 };

	for (size_t i = 0; i < INTERVALS; i++) {
		for (size_t p = 0; p < sizeof ports / sizeof *ports; p++) {
			struct host host = { .interval_ns = intervals[i], .burst = 6, .closed = all };
			struct outcome outcome = scan(host, ports[p], 1);
			double allowed_ns = (double)(ports[p] - 6) * (double)intervals[i];

			cr_expect_eq(outcome.closed, ports[p]);
			cr_expect_eq(outcome.lost, 0);
			cr_expect_leq((double)outcome.ns, 1.3 * allowed_ns + 500e6, "%u ports, %lu ms: %.2f s",
			              ports[p], (unsigned long)(intervals[i] / MS), (double)outcome.ns / 1e9);
			cr_expect_leq(outcome.sent, 5 * ports[p]);
		}
	}
}

Test(pace_errors, a_host_with_a_smaller_burst_loses_no_closed_port)
{
	struct host host = { .interval_ns = SECOND, .burst = 1, .closed = all };
	struct outcome outcome = scan(host, 40, 1);

	cr_expect_eq(outcome.lost, 0);
	cr_expect_leq(outcome.ns, 13 * (39 * SECOND) / 10);
}

Test(pace_errors, lanes_share_a_host)
{
	struct host host = { .interval_ns = 100 * MS, .burst = 6, .closed = all };
	struct outcome outcome = scan(host, 60, 3);

	cr_expect_eq(outcome.lost, 0);
	/* Here, unlike in a scan, a lane that rests keeps the others from asking. */
	cr_expect_leq(outcome.ns, 2 * (54 * 100 * MS));
}

Test(pace_errors, a_host_without_errors_is_soon_not_limited)
{
	struct host host = { .interval_ns = SECOND, .burst = 6, .closed = none };
	struct outcome outcome = scan(host, 401, 1);

	cr_expect_leq(outcome.ns, 3 * SECOND);
	cr_expect_eq(outcome.sent, 802);
}

Test(pace_errors, a_host_without_limit_is_asked_faster_and_faster)
{
	struct host host = { .closed = all };
	struct outcome outcome = scan(host, 1000, 1);

	cr_expect_eq(outcome.sent, 1000);
	cr_expect_leq(outcome.ns, 3 * SECOND);
}

/* Besides what the host allows: a second and two time-outs until silence is proven, and some questions to each port. */
#define BESIDES(ports) (4 * SECOND + (ports) * (4 * MS))

Test(pace_errors, mixtures_of_closed_and_silent_ports_take_at_most_a_third_longer_than_the_host_allows)
{
	static bool (*const closed[])(unsigned) = { all, nearly_all, about_half, few, very_few };
	static const unsigned ports[] = { 40, 301 };

	for (size_t i = 1; i < INTERVALS; i += 2) {
		for (size_t c = 0; c < sizeof closed / sizeof *closed; c++) {
			for (size_t p = 0; p < sizeof ports / sizeof *ports; p++) {
				struct host host = { .interval_ns = intervals[i], .burst = 6, .closed = closed[c] };
				struct outcome outcome = scan(host, ports[p], 1);
				double allowed_ns = fmax(0, outcome.closed - 6.0) * (double)intervals[i];

				cr_expect_eq(outcome.lost, 0);
				cr_expect_leq((double)outcome.ns, 1.3 * allowed_ns + (double)BESIDES(ports[p]),
				              "%.2f s for %u closed ports of %u, %.2f s allowed",
				              (double)outcome.ns / 1e9, outcome.closed, ports[p], allowed_ns / 1e9);
			}
		}
	}
}

Test(pace_errors, silence_proves_something_before_the_first_error_and_a_second_after_the_last)
{
	struct mst_errors errors = { 0 };

	cr_expect_not(mst_errors_hide(&errors, START));
	mst_errors_note(&errors, START + SECOND, START + SECOND + TRIP);
	cr_expect_not(mst_errors_hide(&errors, START + SECOND - 1));
	cr_expect(mst_errors_hide(&errors, START + SECOND));
	cr_expect(mst_errors_hide(&errors, START + 2 * SECOND));
	cr_expect_not(mst_errors_hide(&errors, START + 2 * SECOND + 100 * MS));
	mst_errors_note(&errors, START + 4 * SECOND, START + 4 * SECOND + TRIP);
	cr_expect(mst_errors_hide(&errors, START + 2 * SECOND));
	cr_expect_not(mst_errors_hide(&errors, START + 3 * SECOND));
	cr_expect(mst_errors_hide(&errors, START + 4 * SECOND));
}

Test(pace_errors, addresses_may_be_one_host_while_their_errors_are_no_more_than_one_host_sends)
{
	struct mst_errors one = { 0 }, two = { 0 };

	for (unsigned i = 0; i < 40; i++) {
		mst_errors_note(&one, START + i * 100 * MS, START + i * 100 * MS + TRIP);
		cr_expect_not(one.several, "%u errors", i + 1);
	}
	for (unsigned i = 0; i < 12; i++)
		mst_errors_note(&two, START, START + i * MS);
	cr_expect(two.several, "each has six to begin with");
	mst_errors_note(&two, START + 100 * SECOND, START + 100 * SECOND + TRIP);
	cr_expect(two.several, "for ever");
}
