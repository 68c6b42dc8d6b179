/*
 * inside.h - what the files of a ping share: what is known of each host and question, and their order.
 *
 *     question k of host h  at  start + (k - 1) × interval + h × gap
 *
 * All questions of a run so have one order, and time-outs come in the same: one number tells how far asking has come,
 * another how far waiting has. Each host has a ring with the state of its last questions.
 *
 * A question that finds no room (a full send buffer while frames wait for ARP, a full neighbour table, no free file
 * descriptor) is HELD and sent again shortly, for as long as `patience_ns`; when too many are held, no further ones are asked.
 */
#ifndef MST_PING_INSIDE_H
#define MST_PING_INSIDE_H

#include <muster/ping.h>

#include "ping/tally.h"
#include "ping/way.h"

enum mst_question_state { MST_FREE, MST_HELD, MST_WAITING, MST_ANSWERED, MST_FAILED, MST_TIMED_OUT, MST_UNSENT };

#define MST_HELD_MOST 64

struct mst_question {
	uint64_t sent_ns, sent_wall_ns; /* of the last try while it is HELD */
	uint32_t number;
	uint8_t state;
};

struct mst_pinged {
	struct mst_question *ring;
	struct mst_tally tally;
	uint64_t sent, received, duplicates, corrupt, errors, waiting, not_sent;
	int error; /* why the last that was not sent was not */
};

/* A question that has not left yet. */
struct mst_held {
	uint64_t n;        /* of all questions */
	uint64_t since_ns; /* its first try */
};

struct mst_ping {
	struct mst_ping_config config;
	const struct mst_ping_way *way;
	void *sockets;
	struct mst_pinged *hosts;
	struct mst_question *questions;
	uint32_t *by_addr;         /* indices of hosts, in the order of addresses */
	uint32_t ring_mask;
	uint64_t gap_ns, start_ns, patience_ns;
	uint64_t asked, over;      /* of all questions, in their order */
	struct mst_held held[MST_HELD_MOST]; /* in the order of their first try */
	size_t held_count;
	uint64_t retry_ns;         /* when they are tried again */
	uint64_t left_ns;          /* when a question last left */
	size_t answered;           /* hosts with a reply */
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

/* NULL when it is not (no more) in the ring. */
static inline struct mst_question *mst_ping_question(const struct mst_ping *ping, uint32_t host, uint32_t number)
{
	struct mst_question *question = &ping->hosts[host].ring[number & ping->ring_mask];

	return question->number == number && question->state != MST_FREE ? question : NULL;
}

static inline void mst_ping_tell(const struct mst_ping *ping, const struct mst_ping_event *event)
{
	if (ping->config.sink)
		ping->config.sink(ping->config.user, event);
}

/* The same as mst_ping_open, by the first of these ways that can be had. */
int mst_ping_open_by(struct mst_ping **ping, const struct mst_ping_config *config, const struct mst_ping_way *const *ways, size_t count,
                     struct mst_error *err);

/* ask.c: asks what is due, and once more what is held; whether there is nothing left to ask; when something is due (UINT64_MAX:
 * never); gives up what is held. */
void mst_ping_ask(struct mst_ping *ping, uint64_t now_ns);
bool mst_ping_asked_all(const struct mst_ping *ping);
uint64_t mst_ping_due_ns(const struct mst_ping *ping);
void mst_ping_let_go(struct mst_ping *ping);

/* answers.c: a question was taken for sent, or held, and will not leave. */
void mst_ping_not_sent(struct mst_ping *ping, uint32_t index, struct mst_question *question, int error);

/* answers.c: takes what a way brings; `user` is the ping. */
mst_ping_take mst_ping_take_answer;

#endif
