/*
 * inside.h - what the files of a ping share: what is known of each host and question, and their order.
 *
 *     question k of host h  at  start + (k - 1) × interval + h × gap
 *
 * All questions of a run so have one order, and time-outs come in the same: one number tells how far asking has come,
 * another how far waiting has. Each host has a ring with the state of its last questions.
 */
#ifndef MST_PING_INSIDE_H
#define MST_PING_INSIDE_H

#include "ping/tally.h"
#include "ping/way.h"

enum mst_question_state { MST_FREE, MST_WAITING, MST_ANSWERED, MST_FAILED, MST_TIMED_OUT };

struct mst_question {
	uint64_t sent_ns, sent_wall_ns;
	uint32_t number;
	uint8_t state;
};

struct mst_pinged {
	struct mst_question *ring;
	struct mst_tally tally;
	uint64_t sent, received, duplicates, corrupt, errors, waiting;
};

struct mst_ping {
	struct mst_ping_config config;
	const struct mst_ping_way *way;
	void *sockets;
	struct mst_pinged *hosts;
	struct mst_question *questions;
	uint32_t *by_addr;         /* indices of hosts, in the order of addresses */
	uint32_t ring_mask;
	uint64_t gap_ns, start_ns;
	uint64_t asked, over;      /* of all questions, in their order */
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

/* answers.c: takes what a way brings; `user` is the ping. */
mst_ping_take mst_ping_take_answer;

#endif
