/*
 * receiver.h - the thread that reads frames, recognises answers and settles their entries.
 */
#ifndef MST_SCAN_RECEIVER_H
#define MST_SCAN_RECEIVER_H

#include "scan/doubt.h"
#include "scan/devices.h"
#include "scan/governor.h"
#include "scan/hearing.h"
#include "scan/machine.h"
#include "scan/suspects.h"

struct mst_receiver {
	struct mst_round *round;
	pthread_t thread;
	struct mst_outbox verdicts;             /* RESULT */
	struct mst_outbox news;                 /* RESULT: amendments */
	struct mst_hearing hearings[MST_WAYS_MAX];
	struct mst_governor governor;
	struct mst_suspects *suspects;          /* NULL without decoys */
	struct mst_doubt doubt;
	struct mst_devices devices;
	struct mst_outage outage;
	struct mst_machine machine;
	uint64_t now_ns;                        /* of this turn */
	uint64_t wall_offset_ns;                /* wall - monotonic clock, of this turn */
	uint64_t latest_ns[MST_CAPTURES_MAX];   /* everything before has been read, per capture */
	uint64_t drops[MST_CAPTURES_MAX];
	uint64_t strangers[MST_CAPTURES_MAX];
	size_t at;                              /* the capture being read */
	uint64_t drops_seen_ns;                 /* when drops were last looked at */
	uint64_t checked_ns;                    /* when the interfaces were */
	uint64_t check_every_ns;                /* and when they will be */
	_Atomic bool ending;                    /* read what is there, then return */
	MST_OWN_LINE struct mst_counts counts;
	struct mst_share share;                 /* COUNTS: of the CPU, that the thread got */
	struct mst_firsts_heard first_heard;    /* COUNTS */
	MST_OWN_LINE _Atomic uint64_t best;     /* questions with a verdict that nothing can improve */
	_Atomic uint64_t patience_ns;           /* how long an answer may take, as measured */
	_Atomic uint64_t limited[MST_LIMIT_COUNT]; /* COUNTS: frames sent while this kept the rate from rising */
};

/* False when there is no memory. */
bool mst_receiver_open(struct mst_receiver *receiver, struct mst_round *round);
void mst_receiver_close(struct mst_receiver *receiver);

/* The thread. */
void *mst_receiver_run(void *receiver);

/* What it does with one frame; for tests that bring their own frames. `user` is the receiver. */
void mst_receiver_take(void *user, uint64_t wall_ns, const uint8_t *bytes, size_t count, size_t wire_bytes);

/* The same with its link layer, a DLT_ value. */
void mst_receiver_read(struct mst_receiver *receiver, int linktype, uint64_t wall_ns, const uint8_t *bytes,
                       size_t count);

/* For its other files: what an answer says, and handing it over; with a note when it amends. */
struct mst_result mst_receiver_result(const struct mst_receiver *receiver, const struct mst_answer *answer,
                                      uint64_t wall_ns, enum mst_standing standing);
void mst_receiver_put(struct mst_receiver *receiver, const struct mst_result *result, const struct mst_note *note);

/* Any thread: whether the reporter is far behind it. */
bool mst_receiver_is_full(const struct mst_receiver *receiver);

#endif
