/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * receiver.h - the thread that reads frames, settles answers (answer.h), and publishes for the lanes: how far it has
 * read, what was lost, time-outs, rates, whether targets can be reached.
 */
#ifndef MST_ROUND_RECEIVER_H
#define MST_ROUND_RECEIVER_H

#include "round/answer.h"
#include "round/captures.h"
#include "round/crews.h"
#include "round/devices.h"
#include "round/hop_watch.h"
#include "round/machine.h"
#include "round/prover.h"
#include "round/rates.h"
#include "round/reach.h"
#include "round/retry.h"
#include "tx/tx.h"

/* Its state for each capture. */
struct mst_reading {
	uint64_t latest_ns; /* everything before has been read */
	uint64_t looked_ns; /* when it was read last */
	uint64_t drops, strays;
};

struct mst_receiver {
	pthread_t thread;
	struct mst_shared *shared;
	struct mst_captures *captures;
	struct mst_tx *const *tx; /* of the lanes: which drops of devices count depends on the engine */
	struct mst_rates rates;
	struct mst_crews crews;
	struct mst_retry retry;
	struct mst_devices devices;
	struct mst_reach reach;
	struct mst_hop_watch hops;
	struct mst_prover prover;
	struct mst_machine machine;
	struct mst_reading readings[MST_CAPTURES_MAX];
	size_t at;               /* the capture being read */
	uint64_t now_ns;         /* of this turn */
	uint64_t read_ns;        /* the clock, when it was last read for a frame later than that */
	uint64_t wall_offset_ns; /* wall - monotonic clock, of this turn */
	uint64_t drops_seen_ns;  /* when drops were last looked at */
	uint64_t checked_ns;     /* when the interfaces were looked at */
	uint64_t check_every_ns; /* and how often they are */
	struct mst_answers answers;
	MST_OWN_LINE struct mst_counts counts; /* COUNTS: by captures and devices */
	MST_OWN_LINE _Atomic bool ending;      /* read what is there, then return */
};

/* What a receiver works on; borrowed. */
struct mst_receiver_parts {
	struct mst_shared *shared;
	struct mst_captures *captures;
	struct mst_tx *const *tx;            /* one a lane; NULL in tests */
	struct mst_tx *const *other;         /* for when those fail, see prover.h */
	struct mst_neighbours *neighbours;   /* that answers on links make; NULL: none are kept */
	const struct mst_greeting *greeting; /* NULL: the kernel resets SYN-ACKs */
};

/* Zeroed before. -ENOMEM with a sentence. */
int mst_receiver_open(struct mst_receiver *receiver, const struct mst_receiver_parts *parts, struct mst_error *err);
void mst_receiver_close(struct mst_receiver *receiver);

/* Notes where the counts of captures and devices stand: what is lost from here on is of this round. Before the first
 * question leaves, for the thread may be late. */
void mst_receiver_begin(struct mst_receiver *receiver);

/* The thread; after begin. */
void *mst_receiver_run(void *receiver);

/* Processes one frame; public for tests with frames of their own. `user` is the receiver. */
void mst_receiver_take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes);

/* The same with its link layer, a DLT_ value. */
void mst_receiver_read(struct mst_receiver *receiver, int linktype, uint64_t wall_ns, const uint8_t *bytes,
                       size_t count);

#endif
