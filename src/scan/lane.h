/*
 * lane.h - one sender thread: takes positions, asks, asks the silent again, gives up.
 *
 * Each turn: what has run out, then new positions, then one system call. No allocation, no lock, no clock read per
 * frame.
 */
#ifndef MST_SCAN_LANE_H
#define MST_SCAN_LANE_H

#include "base/share.h"
#include "pace/bucket.h"
#include "scan/burst.h"
#include "scan/shared.h"
#include "track/roll.h"

#define MST_EPOCH_OVER UINT64_MAX
#define MST_LANE_RESULTS 4096 /* a turn: then the reporter gets a look in */

struct mst_lane {
	struct mst_round *round;
	struct mst_way *way;
	struct mst_tx *tx;
	unsigned index;
	bool wire;                     /* its way is a wire that is asked */
	bool indexed;                  /* answers to its questions bring no ticket back */
	pthread_t thread;
	struct mst_roll roll;
	struct mst_bucket bucket;
	struct mst_roll decoys;        /* likewise; empty without decoys */
	size_t decoy_at;               /* of plan->decoys.addrs */
	uint64_t over_ns;              /* since when there is nothing left to ask; 0: there is */
	struct mst_roll canaries;      /* of their own; empty with fixed rates */
	uint64_t canary_number;        /* random */
	uint32_t canary_every;         /* frames, on average; 0: there are none */
	uint32_t canary_in;            /* frames until the next */
	double rate_pps;               /* of its way, as the bucket has it */
	double canary_pps;             /* likewise */
	struct mst_outbox outbox;
	_Atomic uint64_t chunk_at, chunk_end; /* NEXT: positions taken and not yet asked */
	uint64_t now_ns, wall_ns;      /* of this turn */
	uint64_t awake_ns;             /* when it last ran for certain, or waited for others than a CPU */
	uint64_t asleep_until_ns;      /* it did not want to run before */
	uint64_t tended_ns;            /* when the roll was last looked through */
	uint64_t idle_ns;              /* since the last frame, without anything to send */
	uint64_t frame_ns;             /* what one frame costs in the system call, smoothed */
	uint64_t busy_until_ns;        /* a queue of this machine was full */
	uint64_t stalled_ns;           /* since when it takes nothing; 0: it does */
	uint32_t results;              /* put in this turn */
	uint32_t skipped;              /* positions of other ways, in this turn */
	uint32_t step;                 /* frames a system call */
	uint32_t last_sent_slot;       /* of the last frame that left */
	bool stale;                    /* the burst holds frames of an earlier turn */
	bool stuck;                    /* stopped while nothing moved: what was sent last may never have left */
	bool unpaused;                 /* not waiting for the reporter */
	struct mst_burst burst;
	MST_OWN_LINE struct mst_counts counts;
	struct mst_tally asked_again;        /* COUNTS: questions, by attempt from the second on */
	_Atomic uint64_t last_sent_ns;       /* COUNTS: when the last frame left */
	_Atomic uint64_t waited_ns;          /* COUNTS: how long, before that, there was nothing to send */
	_Atomic uint64_t canaries_counted;   /* COUNTS: asked when they count */
	_Atomic uint64_t unused_ns, held_ns; /* COUNTS: how long there was nothing to send; the report was behind */
	_Atomic uint64_t late_ns;            /* COUNTS: how long there was, and the thread had no CPU */
	_Atomic uint64_t left_ns;            /* LEFT: what was stamped before has left, or has been stamped anew */
	struct mst_share share;              /* COUNTS: of the CPU, that the thread got */
	_Atomic enum mst_plea plea;          /* PLEA: the first frame found no way */
	MST_OWN_LINE _Atomic uint64_t epoch; /* EPOCH: turns ended, with everything put in them flushed */
};

int mst_lane_open(struct mst_lane *lane, struct mst_round *round, unsigned index, struct mst_error *err);
void mst_lane_close(struct mst_lane *lane);

/* Asks this target once more, by the probe that it has answered: into the roll of canaries and the burst. */
void mst_lane_ask_canary(struct mst_lane *lane, const struct mst_member *member);

/* Puts a question to a decoy into the burst; its entry is armed. */
void mst_lane_ask_decoy(struct mst_lane *lane, const struct mst_addr *addr, uint16_t port, const struct mst_path *path,
                        struct mst_ticket ticket);

/* Asks decoys that are due, as far as the burst holds fewer frames than wanted. */
void mst_lane_tend_decoys(struct mst_lane *lane, uint32_t wanted);

/* Whether it asks decoys at all; whether it has no more to do for them. */
bool mst_lane_has_decoys(const struct mst_lane *lane);
bool mst_lane_decoys_are_over(struct mst_lane *lane);

/* Whether questions are left that no lane has taken. */
bool mst_lane_has_more(const struct mst_lane *lane);

/* Counts the canaries that never answered. */
void mst_lane_tend_canaries(struct mst_lane *lane);

/* The next canary is due: asks it, if there is one. */
void mst_lane_send_canary(struct mst_lane *lane);

/* Fills the burst up to `wanted` frames, and says what must be said meanwhile; returns whether anything was done. */
bool mst_lane_fill(struct mst_lane *lane, uint32_t wanted);

/*
 * Whether the queue has taken nothing for so long that what stands in it has not left either: until it moves, nothing
 * runs out, and from then on everything in flight has its time anew.
 */
bool mst_lane_is_still(const struct mst_lane *lane);

/* The frames of the burst leave later than they were made. */
void mst_lane_restamp(struct mst_lane *lane);

/* It is `now_ns`, and the burst is about to leave: stamps it anew when the thread had no CPU since it was made. */
void mst_lane_keep_time(struct mst_lane *lane, uint64_t now_ns);

/*
 * It runs at `now_ns`, and would have by `due_ns`, or ever since it last said so: what lies between is time without CPU, if it is
 * more than waking up takes.
 */
void mst_lane_note_awake(struct mst_lane *lane, uint64_t due_ns, uint64_t now_ns);

/* Offers the burst to the engine, at most `allowed` frames; returns how many left. */
uint32_t mst_lane_send(struct mst_lane *lane, uint32_t allowed);

/* The frames of the burst will never leave: the lane was stopped. */
void mst_lane_drop_unsent(struct mst_lane *lane);

/* The thread: returns when every question it took has its verdict. */
void *mst_lane_run(void *lane);

#endif
