/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - the ping handle: the state of each host and question, and the order of questions.
 *
 *     question k of host h  at  start + (k - 1) × interval + h × gap
 *
 * So all questions of a run have one order, and they time out in the same order: `asked` counts the questions that
 * were due, `over` those that were answered or timed out. Each host has a ring with the state of its last questions.
 *
 * When a local resource is exhausted (the send buffer is full of frames that wait for ARP, the neighbour table is
 * full, no file descriptor is free), the question is HELD and tried again every 10 ms, for at most `hold_max_ns`. While
 * MST_HELD_MOST questions are held, no new question is asked.
 */
#ifndef MST_PING_HANDLE_H
#define MST_PING_HANDLE_H

#include <muster/ping.h>

#include "ping/method.h"
#include "ping/tally.h"

enum mst_question_state { MST_FREE, MST_HELD, MST_WAITING, MST_ANSWERED, MST_FAILED, MST_TIMED_OUT, MST_UNSENT };

#define MST_HELD_MOST 64

struct mst_ping_question {
	uint64_t sent_ns, sent_wall_ns; /* of the last try while it is HELD */
	uint32_t number;
	uint8_t state;
};

struct mst_pinged {
	struct mst_ping_question *ring;
	struct mst_tally tally;
	uint64_t sent, received, duplicates, corrupt, errors, waiting, not_sent;
	uint64_t first_ns, last_ns; /* when its first and its last question were sent; 0: none was */
	int error;                  /* errno of the last question that was not sent */
	uint64_t altered, other_address;
};

/* A question that could not be sent yet. */
struct mst_held {
	uint64_t n;        /* its place in the order of all questions */
	uint64_t since_ns; /* time of its first try */
};

struct mst_ping {
	struct mst_ping_config config;
	const struct mst_ping_method *method;
	void *sockets;
	struct mst_pinged *hosts;
	struct mst_ping_question *questions;
	uint32_t *by_addr; /* indices of hosts, in the order of addresses */
	uint32_t ring_mask;
	uint64_t gap_ns, start_ns, hold_max_ns;
	uint64_t asked, over;                /* counts of questions, see above */
	struct mst_held held[MST_HELD_MOST]; /* in the order of their first try */
	size_t held_count;
	uint64_t retry_ns; /* when held questions are tried again */
	uint64_t left_ns;  /* when a question was last sent */
	size_t satisfied;  /* hosts that need no more questions, see mst_ping_is_satisfied */
	uint64_t lag_ns;   /* how far a program with a schedule of its own is behind ours */
	bool stopped;
};

/* The n-th question of all: of which host, and its number there. */
static inline uint32_t mst_ping_host_of(const struct mst_ping *ping, uint64_t n)
{
	return (uint32_t)(n % ping->config.host_count);
}

static inline uint32_t mst_ping_number_of(const struct mst_ping *ping, uint64_t n)
{
	return (uint32_t)(n / ping->config.host_count) + 1;
}

/* NULL when the question is not in the ring, or no longer. */
static inline struct mst_ping_question *mst_ping_question(const struct mst_ping *ping, uint32_t host, uint32_t number)
{
	struct mst_ping_question *question = &ping->hosts[host].ring[number & ping->ring_mask];

	return question->number == number && question->state != MST_FREE ? question : NULL;
}

static inline void mst_ping_report(const struct mst_ping *ping, const struct mst_ping_event *event)
{
	if (ping->config.sink)
		ping->config.sink(ping->config.user, event);
}

/* No more questions are for this host: it has answered, or answered often enough. */
static inline bool mst_ping_is_satisfied(const struct mst_ping *ping, const struct mst_pinged *host)
{
	return (ping->config.until_answered && host->received > 0) || (ping->config.until_error && host->errors > 0) ||
	       (ping->config.replies && host->received + host->errors >= ping->config.replies);
}

/* The same as mst_ping_open, with the first of these methods that can be opened. */
int mst_ping_open_by(struct mst_ping **ping, const struct mst_ping_config *config,
                     const struct mst_ping_method *const *methods, size_t count, struct mst_error *err);

/*
 * ask.c. mst_ping_ask sends the questions that are due, and tries held ones again. With `adaptive`, mst_ping_adapt
 * makes the next round due once all hosts have answered the last one. mst_ping_asked_all: no question is left to ask.
 * mst_ping_due_ns: when the next question is due (UINT64_MAX: never). mst_ping_drop_held gives up held questions.
 */
void mst_ping_ask(struct mst_ping *ping, uint64_t now_ns);
void mst_ping_adapt(struct mst_ping *ping, uint64_t now_ns);
bool mst_ping_asked_all(const struct mst_ping *ping);
uint64_t mst_ping_due_ns(const struct mst_ping *ping);
void mst_ping_drop_held(struct mst_ping *ping);

/* answers.c: reports a question that waited long enough. */
void mst_ping_time_out(struct mst_ping *ping, uint32_t index, struct mst_ping_question *question);

/* answers.c: records that a question, held or counted as sent, was not sent after all. */
void mst_ping_not_sent(struct mst_ping *ping, uint32_t index, struct mst_ping_question *question, int error);

/* answers.c: handles an answer from a method; `user` is the ping. */
mst_ping_take mst_ping_take_answer;

#endif
