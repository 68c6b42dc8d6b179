/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ping.c - runs a ping turn by turn, and times questions out. See muster/ping.h, and handle.h for the order of
 * questions.
 */
#include <errno.h>
#include <muster/ping.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "ping/handle.h"

#define FDS_MOST 600

/* ---- waiting ---- */

static uint64_t end_of(const struct mst_ping *ping, const struct mst_ping_question *question)
{
	return question->sent_ns + ping->config.timeout_ns + ping->lag_ns;
}

static void expire(struct mst_ping *ping, uint64_t now_ns)
{
	for (; ping->over < ping->asked; ping->over++) {
		uint32_t index = mst_ping_host_of(ping, ping->over);
		struct mst_ping_question *question = mst_ping_question(ping, index,
		                                                       mst_ping_number_of(ping, ping->over));

		if (question && question->state == MST_HELD)
			return;
		if (!question || question->state != MST_WAITING)
			continue;
		if (now_ns < end_of(ping, question))
			return;
		mst_ping_time_out(ping, index, question);
	}
}

/* ---- one turn ---- */

/* When something is due next: a question to ask, or a time-out. */
static uint64_t next_ns(const struct mst_ping *ping)
{
	uint64_t next = mst_ping_due_ns(ping);

	if (ping->over < ping->asked) {
		const struct mst_ping_question *question = mst_ping_question(ping, mst_ping_host_of(ping, ping->over),
		                                                             mst_ping_number_of(ping, ping->over));
		uint64_t end_ns = !question ? 0 : question->state == MST_HELD ? UINT64_MAX : end_of(ping, question);

		next = end_ns < next ? end_ns : next;
	}
	return next;
}

static int wait_for(struct mst_ping *ping, uint64_t until_ns)
{
	struct pollfd fds[FDS_MOST];
	size_t count = ping->method->fds(ping->sockets, fds, FDS_MOST);
	uint64_t now_ns = mst_now_ns(), left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
	struct timespec at_most = { (time_t)(left_ns / MST_NS_PER_SECOND), (long)(left_ns % MST_NS_PER_SECOND) };

	return ppoll(fds, count, &at_most, NULL);
}

/*
 * A program that is behind our schedule still has replies to print, and ends by itself: it is waited for, for as long
 * as the whole run took so far.
 */
static bool is_busy(const struct mst_ping *ping, uint64_t now_ns)
{
	return ping->method->is_busy && ping->method->is_busy(ping->sockets) &&
	       now_ns < ping->left_ns + ping->config.timeout_ns + (ping->left_ns - ping->start_ns);
}

/*
 * Whether the answer to one of the last questions of a host may still come: within twice its longest round trip, as
 * iputils waits.
 */
static bool may_still_come(const struct mst_ping *ping, uint32_t index, uint64_t now_ns)
{
	const struct mst_pinged *host = &ping->hosts[index];
	uint64_t wait_ns = 2 * (uint64_t)host->tally.max_ns;
	uint32_t last = mst_ping_number_of(ping, ping->asked - 1);

	if (wait_ns <= ping->config.timeout_ns)
		return false;
	for (uint32_t number = last; number > 0 && last - number <= ping->ring_mask; number--) {
		const struct mst_ping_question *question = mst_ping_question(ping, index, number);

		if (question && now_ns >= question->sent_ns + wait_ns)
			return false;
		if (question && question->state == MST_TIMED_OUT)
			return true;
	}
	return false;
}

static bool is_late_one_due(const struct mst_ping *ping, uint64_t now_ns)
{
	bool due = false;

	for (size_t i = 0; ping->config.wait_longer && ping->asked && i < ping->config.host_count && !due; i++)
		due = may_still_come(ping, (uint32_t)i, now_ns);
	return due;
}

static bool is_over(const struct mst_ping *ping)
{
	uint64_t now_ns = mst_now_ns();

	if (ping->stopped || !mst_ping_asked_all(ping))
		return ping->stopped;
	return ping->satisfied == ping->config.host_count ||
	       (ping->over == ping->asked && !is_busy(ping, now_ns) && !is_late_one_due(ping, now_ns));
}

int mst_ping_turn(struct mst_ping *ping, uint64_t at_most_ns, struct mst_error *err)
{
	uint64_t now_ns = mst_now_ns(), until_ns = now_ns + at_most_ns, due_ns;

	if (!ping->start_ns)
		ping->start_ns = now_ns;
	mst_ping_ask(ping, now_ns);
	ping->method->read(ping->sockets, mst_ping_take_answer, ping);
	expire(ping, mst_now_ns());
	if (is_over(ping))
		return 0;
	mst_ping_adapt(ping, mst_now_ns());
	due_ns = next_ns(ping);
	if (wait_for(ping, due_ns < until_ns ? due_ns : until_ns) < 0 && errno != EINTR)
		return mst_fail(err, -errno, "cannot wait for answers: %s", strerror(errno));
	ping->method->read(ping->sockets, mst_ping_take_answer, ping);
	expire(ping, mst_now_ns());
	return is_over(ping) ? 0 : 1;
}

void mst_ping_stop(struct mst_ping *ping)
{
	if (ping->stopped)
		return;
	ping->method->read(ping->sockets, mst_ping_take_answer, ping);
	mst_ping_drop_held(ping);
	ping->stopped = true;
}

const char *mst_ping_remark(const struct mst_ping *ping)
{
	return ping->method->remark ? ping->method->remark(ping->sockets) : NULL;
}

void mst_ping_get_stats(const struct mst_ping *ping, uint32_t index, struct mst_ping_stats *stats)
{
	const struct mst_pinged *host = &ping->hosts[index];

	*stats = (struct mst_ping_stats){
		.sent = ping->stopped ? host->sent : host->sent - host->waiting,
		.received = host->received,
		.duplicates = host->duplicates,
		.corrupt = host->corrupt,
		.errors = host->errors,
		.waiting = host->waiting,
		.not_sent = host->not_sent,
		.error = host->error,
		.altered = host->altered,
		.other_address = host->other_address,
		.span_ns = host->last_ns - host->first_ns,
	};
	mst_tally_report(&host->tally, stats);
}
