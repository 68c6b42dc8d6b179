/*
 * shared.h - what the threads of one round share. Who writes and who reads each datum:
 *
 *     name      datum                       writes            reads
 *     ARM       entry becomes ASKED         its lane          receiver
 *     SETTLE    entry's standing            lane, receiver    both (compare-and-swap)
 *     INDEX     target → lane and slot      lanes             receiver (RCU)
 *     RESULT    batches of verdicts         lanes, receiver   reporter (a queue each), and back
 *     NEXT      next_position               lanes             lanes, receiver
 *     HORIZON   horizon_ns                  receiver          lanes
 *     LOSS      losses, outages, congestion receiver          lanes
 *     ROAD      road                        receiver          lanes, the caller of stats
 *     PLEA      lane.plea                   lane, receiver    both
 *     TIMEOUT   timeout_ns, canary_ns       receiver          lanes
 *     CANARY    flock                       receiver          lanes
 *     DECOY     hosts to be tested          receiver          first lane of the way
 *     RATE      rate, canaries a second,    receiver          lanes
 *               and when these count
 *     LEFT      lane.left_ns                its lane          receiver
 *     DOUBT     attempts                    receiver          lanes
 *     EPOCH     lane.epoch                  its lane          reporter, receiver
 *     STOP      stop                        anyone            lanes
 *     TROUBLE   trouble                     anyone, once      lanes, the caller of wait
 *     COUNTS    counts of each thread       that thread       any (relaxed)
 *
 *     lane ──sendmmsg──► network ──libpcap──► receiver
 *       ▲                                        │
 *       └──────────── roll (ARM, SETTLE) ────────┘
 *
 * A round asks one space once: a sweep or scan is one round, `discover` puts another before it.
 */
#ifndef MST_SCAN_SHARED_H
#define MST_SCAN_SHARED_H

#include <pthread.h>

#include "base/clock.h"
#include "rx/rx.h"
#include "scan/counts.h"
#include "scan/outage.h"
#include "scan/outbox.h"
#include "scan/plan.h"
#include "scan/way.h"
#include "track/index.h"
#include "tx/engines.h"

#define MST_CAPTURES_MAX 16
#define MST_TX_MAX (2 * MST_LANES_MAX) /* two rounds */

/* Why a run ends badly; the first to come is kept. */
struct mst_trouble {
	pthread_mutex_t lock;
	_Atomic int code; /* 0: none */
	struct mst_error error;
};

struct mst_lane;
struct mst_receiver;
struct mst_reporter;

/* What outlives a round: sockets, captures, and how to end. */
struct mst_gear {
	struct mst_tx *tx[MST_TX_MAX];            /* those of all rounds; a round's lanes borrow them */
	size_t tx_count;
	struct mst_neighbours *neighbours;        /* written by the receiver of the round that asks the wire, then read */
	struct mst_error why_out, why_in;         /* they are not faster ones, a line each; empty when they are the fastest */
	struct mst_rx *rx[MST_CAPTURES_MAX];
	size_t rx_count;
	_Atomic bool stop;                        /* STOP */
	_Atomic enum mst_road road;                /* ROAD */
	struct mst_trouble trouble;               /* TROUBLE */
};

struct mst_round {
	const struct mst_plan *plan;
	struct mst_gear *gear;
	struct mst_tx *tx[MST_LANES_MAX];                    /* one a lane; the gear's */
	struct mst_index *index;                             /* INDEX: of questions whose answers bring no ticket; or NULL */
	struct mst_lane *lanes;
	struct mst_receiver *receiver;
	struct mst_reporter *reporter;
	MST_OWN_LINE struct mst_inbox inbox;                 /* RESULT */
	MST_OWN_LINE _Atomic uint64_t horizon_ns;            /* HORIZON: what arrived before has been read */
	MST_OWN_LINE struct mst_losses losses;               /* LOSS */
	_Atomic unsigned attempts;                           /* DOUBT: that a silent target gets */
	struct mst_losses outages;                           /* LOSS: those of `losses` that say nothing of the rate */
	struct mst_way ways[MST_WAYS_MAX];                   /* plan->way_count of them */
	_Atomic bool interrupted;                            /* a lane was stopped before its end */
};

/* Notes why the run cannot go on, and stops it. Any thread; `error` is copied. */
void mst_gear_fail(struct mst_gear *gear, int code, const struct mst_error *error);

static inline bool mst_gear_stopped(const struct mst_gear *gear)
{
	return mst_load(&gear->stop, relaxed); /* STOP */
}

/*
 * Opens a round, whose lanes send by tx[0..lanes), and runs it: starts its threads, waits until every question has its verdict and the last late answer had
 * its time. Blocking. `counts` of the threads can be read through `round` meanwhile.
 */
int mst_round_open(struct mst_round *round, const struct mst_plan *plan, struct mst_gear *gear, struct mst_tx *const *tx,
                   struct mst_error *err);
void mst_round_run(struct mst_round *round);
void mst_round_close(struct mst_round *round);

/* Adds the counts of all its threads. */
void mst_round_add_counts(const struct mst_round *round, struct mst_scan_stats *stats);

/* Who was asked and who was heard so far, by attempt. Any thread. */
void mst_round_heard(const struct mst_round *round, struct mst_heard *heard);

/* What was the limit of the rate for most frames; that it was rising, or not used, when that was so for nearly all. */
enum mst_limit mst_rounds_limit(const struct mst_round *rounds, size_t count);

/* How long its threads had a CPU so far, and how long they were ready to run and had none. Any thread. */
struct mst_ready {
	uint64_t ran_ns, waited_ns;
};

struct mst_ready mst_round_ready(const struct mst_round *round);

/* How long, since this moment, there were frames to send; 0 when none has left. */
uint64_t mst_round_sending_ns(const struct mst_round *round, uint64_t since_ns);

#endif
