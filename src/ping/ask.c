/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.c - decides when to ask which host, and holds questions that could not be sent yet. See handle.h. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "ping/handle.h"

#define ASK_AT_ONCE 64
#define RETRY_NS (10 * MST_NS_PER_MS)

static uint64_t time_of(const struct mst_ping *ping, uint64_t n)
{
	return ping->start_ns + (mst_ping_number_of(ping, n) - 1) * ping->config.interval_ns +
	       mst_ping_host_of(ping, n) * ping->gap_ns;
}

/* No new question is asked: the count is reached, or every host has answered often enough. */
static bool is_last(const struct mst_ping *ping)
{
	if (ping->satisfied == ping->config.host_count)
		return true;
	return ping->config.count && ping->asked >= (uint64_t)ping->config.count * ping->config.host_count;
}

bool mst_ping_asked_all(const struct mst_ping *ping)
{
	return is_last(ping) && ping->held_count == 0;
}

bool mst_ping_is_shortage(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == ENOMEM || error == EMFILE ||
	       error == ENFILE || error == EADDRNOTAVAIL || error == EINTR;
}

static uint64_t wall_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * MST_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

static void report(const struct mst_ping *ping, enum mst_ping_happening happening, uint32_t index, uint32_t number)
{
	mst_ping_report(ping, &(struct mst_ping_event){
				      .happening = happening,
				      .host = index,
				      .sequence = number,
				      .rtt_ns = -1,
			      });
}

/* The question before this one has no answer yet. */
static void report_pending(const struct mst_ping *ping, uint32_t index, uint32_t number)
{
	const struct mst_ping_question *before = mst_ping_question(ping, index, number - 1);

	if (ping->config.report_pending && number > 1 && before &&
	    (before->state == MST_WAITING || before->state == MST_TIMED_OUT))
		report(ping, MST_PING_PENDING, index, number - 1);
}

/* 0, or a negative errno. */
static int try_to_send(struct mst_ping *ping, uint32_t index, struct mst_ping_question *question)
{
	struct mst_pinged *host = &ping->hosts[index];
	int code;

	question->sent_ns = mst_now_ns();
	question->sent_wall_ns = wall_ns();
	code = ping->method->send(ping->sockets, index, question->number);
	if (code < 0)
		return code;
	question->state = MST_WAITING;
	ping->left_ns = host->last_ns = question->sent_ns;
	host->first_ns = host->first_ns ? host->first_ns : question->sent_ns;
	host->sent++;
	host->waiting++;
	if (ping->config.report_requests)
		report(ping, MST_PING_REQUEST, index, question->number);
	return 0;
}

/*
 * A held question is given up when it is older than `hold_max_ns`, or when no question at all was sent for that long.
 */
static bool has_waited_too_long(const struct mst_ping *ping, uint64_t since_ns, uint64_t now_ns)
{
	uint64_t begin_ns = ping->left_ns ? ping->left_ns : ping->start_ns;

	return now_ns > since_ns + ping->hold_max_ns ||
	       now_ns > begin_ns + ping->hold_max_ns + ping->config.interval_ns;
}

static void ask(struct mst_ping *ping, uint64_t n)
{
	uint32_t index = mst_ping_host_of(ping, n), number = mst_ping_number_of(ping, n);
	struct mst_ping_question *question = &ping->hosts[index].ring[number & ping->ring_mask];
	int code;

	if (mst_ping_is_satisfied(ping, &ping->hosts[index]))
		return;
	if (question->state == MST_WAITING) /* of an older question: its place is needed */
		mst_ping_time_out(ping, index, question);
	report_pending(ping, index, number);
	*question = (struct mst_ping_question){ .number = number, .state = MST_HELD };
	code = try_to_send(ping, index, question);
	if (code == 0)
		return;
	if (!mst_ping_is_shortage(-code) || has_waited_too_long(ping, question->sent_ns, question->sent_ns)) {
		mst_ping_not_sent(ping, index, question, -code);
		return;
	}
	if (ping->held_count == 0)
		ping->retry_ns = question->sent_ns + RETRY_NS;
	ping->held[ping->held_count++] = (struct mst_held){ n, question->sent_ns };
}

/*
 * Tries held questions again, the oldest first. EAGAIN means that the send buffer is full: then the rest is not
 * tried.
 */
static void ask_again(struct mst_ping *ping, uint64_t now_ns)
{
	size_t kept = 0;
	bool full = false;

	if (ping->held_count == 0 || now_ns < ping->retry_ns)
		return;
	for (size_t i = 0; i < ping->held_count; i++) {
		struct mst_held held = ping->held[i];
		uint32_t index = mst_ping_host_of(ping, held.n);
		struct mst_ping_question *question = mst_ping_question(ping, index, mst_ping_number_of(ping, held.n));
		int code = full ? -EAGAIN : try_to_send(ping, index, question);

		full |= code == -EAGAIN;
		if (code < 0 && mst_ping_is_shortage(-code) && !has_waited_too_long(ping, held.since_ns, now_ns))
			ping->held[kept++] = held;
		else if (code < 0)
			mst_ping_not_sent(ping, index, question, -code);
	}
	ping->held_count = kept;
	ping->retry_ns = now_ns + RETRY_NS;
}

void mst_ping_drop_held(struct mst_ping *ping)
{
	for (size_t i = 0; i < ping->held_count; i++) {
		uint32_t index = mst_ping_host_of(ping, ping->held[i].n);

		mst_ping_not_sent(ping, index,
		                  mst_ping_question(ping, index, mst_ping_number_of(ping, ping->held[i].n)), ENOBUFS);
	}
	ping->held_count = 0;
}

/* Whether a question of the last round waits for its answer. */
static bool is_round_open(const struct mst_ping *ping)
{
	for (uint64_t n = ping->asked - ping->config.host_count; n < ping->asked; n++) {
		const struct mst_ping_question *question = mst_ping_question(ping, mst_ping_host_of(ping, n),
		                                                             mst_ping_number_of(ping, n));

		if (question && (question->state == MST_WAITING || question->state == MST_HELD))
			return true;
	}
	return false;
}

void mst_ping_adapt(struct mst_ping *ping, uint64_t now_ns)
{
	uint64_t wanted_ns = ping->left_ns + ping->config.least_ns, due_ns;

	if (!ping->config.adaptive || ping->asked == 0 || ping->asked % ping->config.host_count || is_round_open(ping))
		return;
	wanted_ns = wanted_ns > now_ns ? wanted_ns : now_ns;
	due_ns = time_of(ping, ping->asked);
	if (due_ns > wanted_ns)
		ping->start_ns -= due_ns - wanted_ns;
}

/* After a delay of the caller, rounds that were missed are skipped, not sent as a burst. */
static void skip_missed_rounds(struct mst_ping *ping, uint64_t now_ns)
{
	uint64_t due_ns = time_of(ping, ping->asked);

	if (now_ns > due_ns + ping->config.interval_ns)
		ping->start_ns += (now_ns - due_ns) / ping->config.interval_ns * ping->config.interval_ns;
}

void mst_ping_ask(struct mst_ping *ping, uint64_t now_ns)
{
	ask_again(ping, now_ns);
	mst_ping_adapt(ping, now_ns);
	skip_missed_rounds(ping, now_ns);
	for (unsigned i = 0; i < ASK_AT_ONCE && !is_last(ping) && ping->held_count < MST_HELD_MOST &&
	                     time_of(ping, ping->asked) <= now_ns;
	     i++)
		ask(ping, ping->asked++);
}

uint64_t mst_ping_due_ns(const struct mst_ping *ping)
{
	uint64_t next = ping->held_count ? ping->retry_ns : UINT64_MAX;

	if (!is_last(ping) && ping->held_count < MST_HELD_MOST && time_of(ping, ping->asked) < next)
		next = time_of(ping, ping->asked);
	return next;
}
