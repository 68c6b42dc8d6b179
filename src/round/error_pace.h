/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * error_pace.h - UDP ports are asked as fast as each host can report closed ones (pace/errors.h): the receiver notes
 * the ICMP errors of each host, ERRORS, and each lane paces its own questions to each host by them.
 *
 * Some hundred targets may be addresses of one host, or behind one router that rejects for them all. While the errors
 * of all of them together are no more than one host sends, they are paced as one host. When they are more, some of the
 * targets may still share a limit: then silence while any target sends errors counts only at last.
 *
 * A lane that may not ask the next host yet holds the question, and goes on with those to other hosts, until it holds
 * as many as it can: positions come in random order, so a host that rests delays others seldom.
 */
#ifndef MST_ROUND_ERROR_PACE_H
#define MST_ROUND_ERROR_PACE_H

#include "pace/errors.h"
#include "round/context.h"
#include "round/framing.h"
#include "round/recognise.h"

struct mst_error_pace {
	const struct mst_context *context;
	struct mst_errors_pace *hosts; /* by index of the target, then of all together; NULL: not limited by errors */
	bool waits;                    /* a host could not be asked in this turn */
	bool shared;                   /* and that was because of all targets together: no other can be asked */
	struct mst_attempt *held;      /* new questions that wait for their hosts */
	unsigned held_count, held_at;  /* those before held_at cannot be asked in this turn */
	struct mst_attempt next;       /* always the first attempt of a question */
};

/* -ENOMEM with a sentence. `context` is borrowed. */
int mst_error_pace_open(struct mst_error_pace *pace, const struct mst_context *context, struct mst_error *err);
void mst_error_pace_close(struct mst_error_pace *pace);

/* A turn begins. Attempts wait longer for their answers: their time-outs do not double. */
void mst_error_pace_begin_turn(struct mst_error_pace *pace, uint64_t *timeout_ns);

/* As the next, where errors limit the pace. */
bool mst_error_pace_take_host(struct mst_error_pace *pace, const struct mst_addr *addr, unsigned attempt);

/* Whether this host may be asked now, for the `attempt`-th time about this port; if so, it counts as asked. */
static inline bool mst_error_pace_take(struct mst_error_pace *pace, const struct mst_addr *addr, unsigned attempt)
{
	return !pace->hosts || mst_error_pace_take_host(pace, addr, attempt);
}

/* Whether one more question can be held. */
bool mst_error_pace_can_hold(const struct mst_error_pace *pace);

/* Holds `next`, whose host cannot be asked now. There must be room. */
void mst_error_pace_hold(struct mst_error_pace *pace);

/* Takes a question that was held, and whose host counts as asked now, into `next`; false when there is none. */
bool mst_error_pace_take_held(struct mst_error_pace *pace);

/* As the next, where errors limit the pace. */
bool mst_error_pace_host_hides(const struct mst_error_pace *pace, const struct mst_addr *addr, uint64_t word,
                               uint64_t sent_ns);

/*
 * Whether silence after a question at this moment may be an ICMP error that the host was not allowed to send. `word`:
 * of the question's entry.
 */
static inline bool mst_error_pace_hides(const struct mst_error_pace *pace, const struct mst_addr *addr, uint64_t word,
                                        uint64_t sent_ns)
{
	return pace->hosts && mst_error_pace_host_hides(pace, addr, word, sent_ns);
}

/* Receiver: this target, or a router for it, sent an ICMP error `rtt_ns` after the question; < 0: not known. */
void mst_error_pace_note(struct mst_shared *shared, const struct mst_addr *addr, int64_t rtt_ns, uint64_t now_ns);

/* Receiver: an answer settled a question, or came once more. If it is an ICMP error, it is noted. */
void mst_error_pace_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                             const struct mst_settlement *settlement);

#endif
