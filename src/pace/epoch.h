/*
 * epoch.h - what is sensed of a way, and what happened between two looks at it. Pure.
 */
#ifndef MST_PACE_EPOCH_H
#define MST_PACE_EPOCH_H

#include <muster/scan.h>
#include <stdbool.h>
#include <stdint.h>

/* What is counted grows from the beginning on. */
struct mst_senses {
	uint64_t now_ns;
	uint64_t read_ns;          /* what arrived before has been read */
	uint64_t left_ns;          /* what was to leave before has left: a lane without CPU holds it back */
	uint64_t patience_ns;      /* after so long a reference probe is lost */
	unsigned members;          /* so many are known to answer: there are reference probes, and silence means something */
	unsigned lanes;
	uint64_t sent;             /* frames */
	uint64_t references;         /* asked between count_from_ns and count_until_ns */
	uint64_t answered;         /* of those */
	uint64_t delayed;          /* of those, clearly later than the same target answered at best … */
	uint64_t delay_ns;         /* … all of those answered together */
	uint64_t firsts, repeats;  /* targets whose first question was answered; that answered only a repeated one … */
	uint64_t told_until_ns;    /* … among those asked first before this moment */
	uint64_t received;         /* frames that the capture handed over */
	uint64_t drops;            /* answers that the capture lost */
	uint64_t device_drops;     /* frames that our devices dropped */
	uint64_t idle_ns;          /* of all lanes: there was nothing to ask */
	uint64_t held_ns;          /* of all lanes: the report was behind */
	uint64_t late_ns;          /* of all lanes: there was something to ask, and the thread had no CPU */
};

/* What happened between two of them. */
struct mst_epoch {
	double ns, sent, references, lost, answered, delayed, delay_ns, received, drops, device_drops;
	double idle, held, late; /* shares of the lanes' time */
	double unread_ns;  /* what arrived since so long has not been read */
	double awake_ns;   /* of `ns`, the mean of the lanes: when they had the CPU, or would have had it */
};

struct mst_epoch mst_epoch_between(const struct mst_senses *begun, const struct mst_senses *now);

/* Whether so many frames dropped by devices are ours, beside so many sent, and not a few of others of no known protocol. */
bool mst_drops_matter(double drops, double sent);

/* Whether this machine loses frames: of the capture every one counts. */
bool mst_epoch_is_dropping(const struct mst_epoch *epoch);

/* Whether the lanes went without CPU for so much of it that answers were late, or many at once, by this machine's making. */
bool mst_epoch_is_starved(const struct mst_epoch *epoch);

/*
 * The share of the answers that the capture handed over; 1 when it lost none. What a device dropped is not known so well: 1 too.
 */
double mst_epoch_taken(const struct mst_epoch *epoch);

/* Whether a queue stands before some bottleneck: what is sent above it only makes answers late, and then is lost. */
bool mst_epoch_finds_queue(const struct mst_epoch *epoch);

/* Why less was sent than might have been: there was not more to ask, the report was behind, or this machine. */
enum mst_limit mst_epoch_unused(const struct mst_epoch *epoch);

/* Loss at rates that were borne: it is not of their making. Fades. */
struct mst_usual {
	double seen, lost;
};

void mst_usual_learn(struct mst_usual *usual, double seen, double lost);

/* The share of it. */
double mst_usual_share(const struct mst_usual *usual);

/* The share lost above that; 0 when it may be chance: within three deviations and one. */
double mst_excess(double usual_share, double seen, double lost);

#endif
