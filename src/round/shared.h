/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shared.h - what the threads of one round share. Who writes and who reads each datum:
 *
 *     name      datum                       writes            reads
 *     ARM       entry becomes ASKED         its lane          receiver
 *     SETTLE    entry's standing            lane, receiver    both (compare-and-swap)
 *     INDEX     target → lane and slot      lanes             receiver (RCU)
 *     RESULT    batches of verdicts; plain  lanes, receiver   reporter (a queue each), and back
 *               silence: bits
 *     NEXT      next_position, chunks       lanes             lanes, receiver
 *     HORIZON   horizon_ns                  receiver          lanes
 *     LOSS      losses, outages, congestion receiver          lanes
 *     REACH     run.reachability            receiver          lanes, the caller of stats
 *     ROUTE     lane.route_wait             lane, receiver    both
 *     TIMEOUT   time-outs of an egress      receiver          lanes
 *     REFERENCE targets known to answer     receiver          lanes
 *     UNUSED    hosts to be tested          receiver          first lane of the egress
 *     RATE      rate, reference probes a    receiver          lanes
 *               second, when these count
 *     CREW      lanes that take part        receiver          lanes
 *               lane.rests                  its lane          receiver
 *     ERRORS    ICMP errors of each host    receiver          lanes
 *     LEFT      lane.left_ns                its lane          receiver
 *     SLIP      lane.slips                  its lane          receiver
 *     RETRY     attempts                    receiver          lanes
 *     GREETING  handshakes_wait             receiver          lanes
 *     NEXTHOP   gateways: alive, address    receiver          lanes
 *     ROUTES    detours                     receiver          lanes
 *     PROOF     which engine sends, and     receiver          lanes
 *               whether it is proven
 *               lane.silent, lane.stuck     its lane          receiver
 *     LOOK      route_look.done             look thread       receiver
 *     NOTES     run.notes                   receiver          any thread
 *     EPOCH     lane.epoch                  its lane          reporter, receiver
 *     STOP      run.stop                    any thread          lanes
 *     TROUBLE   run.trouble                 any thread, once    lanes, the caller of wait
 *     COUNTS    counts of each thread       that thread       any (relaxed)
 *
 *     lane ──sendmmsg──► network ──libpcap──► receiver
 *       ▲                                        │
 *       └──────────── roll (ARM, SETTLE) ────────┘
 */
#ifndef MST_ROUND_SHARED_H
#define MST_ROUND_SHARED_H

#include "plan/plan.h"
#include "round/detours.h"
#include "round/egress_state.h"
#include "round/outbox.h"
#include "round/published.h"
#include "round/run.h"
#include "round/watched_hops.h"
#include "track/index.h"
#include "track/roll.h"

/* The questions of one lane in flight, by purpose; those of purposes that the round has not are empty. */
struct mst_rolls {
	struct mst_roll of[MST_PURPOSES];
};

/* The ICMP errors of one host: struct mst_errors of pace/errors.h. */
struct mst_host_errors {
	_Atomic uint64_t earlier_until_ns, first_ns, from_ns, last_ns, trip_ns; /* ERRORS */
	_Atomic uint32_t count;                                                 /* ERRORS */
	_Atomic bool several;                                                   /* ERRORS */
};

struct mst_recording;

struct mst_shared {
	const struct mst_plan *plan;
	struct mst_run *run;
	const struct mst_scan_trace *traced; /* the config's, if it names targets; else NULL */
	struct mst_recording *recording; /* what it is recorded into; NULL: it is not. Set before the threads start */
	struct mst_index *index;         /* INDEX: of questions whose answers bring no ticket; or NULL */
	struct mst_rolls *rolls;         /* ARM, SETTLE: by lane */
	struct mst_published *published; /* by lane */
	struct mst_host_errors
		*errors; /* ERRORS: by index of the target, then of all together; NULL: they do not limit the pace */
	bool silence_unread; /* nobody takes verdicts of plain silence: they need no position. Set before the threads
	                      * start */
	struct mst_outbox *verdicts;         /* RESULT: by lane, then the receiver's verdicts, then its amendments */
	MST_OWN_LINE struct mst_inbox inbox; /* RESULT */
	MST_OWN_LINE _Atomic uint64_t horizon_ns; /* HORIZON: what arrived before has been read */
	MST_OWN_LINE struct mst_losses losses;    /* LOSS: when answers may have been lost in this machine */
	_Atomic unsigned attempts;                /* RETRY: that a silent target gets */
	_Atomic bool handshakes_wait;             /* GREETING: the receiver is behind with them */
	struct mst_losses outages;                /* LOSS: those of `losses` that the rate did not cause */
	_Atomic uint64_t best;        /* COUNTS: of the receiver: questions with a verdict that nothing can improve */
	_Atomic uint64_t patience_ns; /* COUNTS: of the receiver: how long an answer may take, as measured */
	_Atomic bool errors_limit;    /* COUNTS: of the receiver: some host has sent one */
	struct mst_first_answers first_answers;             /* COUNTS: of the receiver: targets */
	struct mst_share receiver_share;                    /* COUNTS: the receiver's share of the CPU */
	MST_OWN_LINE struct mst_watched_hops hops;          /* NEXTHOP */
	struct mst_detour_lists detours;                    /* ROUTES */
	struct mst_egress_state egresses[MST_EGRESSES_MAX]; /* by number, as in the plan */
	MST_OWN_LINE struct mst_first_answers
		first_answers_beyond;          /* COUNTS: of the reporter: targets whose entries were gone */
	MST_OWN_LINE _Atomic bool interrupted; /* a lane was stopped before its end */
};

/* The receiver's outboxes. */
static inline struct mst_outbox *mst_shared_verdicts(const struct mst_shared *shared)
{
	return &shared->verdicts[shared->plan->egresses.lanes];
}

static inline struct mst_outbox *mst_shared_amendments(const struct mst_shared *shared)
{
	return &shared->verdicts[shared->plan->egresses.lanes + 1];
}

/* -ENOMEM, or no descriptor for the reporter, each with a sentence. `run` and `plan` are borrowed. */
int mst_shared_open(struct mst_shared *shared, const struct mst_plan *plan, struct mst_run *run, struct mst_error *err);
void mst_shared_close(struct mst_shared *shared);

/* Frees what only the threads of the round needed: questions in flight, batches. They have ended; counts stay. */
void mst_shared_release(struct mst_shared *shared);

/* Whether the question at this position has left: its lane took it, and is past it. Any thread. */
bool mst_shared_has_asked(const struct mst_shared *shared, const struct mst_egress *egress, uint64_t position);

/* Finds the place of the question of an answer, by the ticket or the index. False when there is none. Any thread. */
bool mst_shared_find_place(const struct mst_shared *shared, const struct mst_answer *answer, struct mst_place *place);

/* The lane that asked a question whose answers bring no ticket; of one that an earlier process of the run asked, and
 * whose verdict was reported long ago, lane 0. False when there is none. Any thread. */
bool mst_shared_find_lane(const struct mst_shared *shared, const struct mst_addr *addr, uint16_t port, uint32_t *lane);

/* The roll in which it stands; NULL when the round has no such roll. Any thread. */
struct mst_roll *mst_shared_roll_at(const struct mst_shared *shared, const struct mst_place *place);

#endif
