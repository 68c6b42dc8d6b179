/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * epoch.h - what is sensed of one egress, and what happened between two looks at it. Pure.
 */
#ifndef MST_PACE_EPOCH_H
#define MST_PACE_EPOCH_H

#include <muster/scan.h>
#include <stdbool.h>
#include <stdint.h>

/* Counts are totals since the round began: they only grow. */
struct mst_senses {
	uint64_t now_ns;
	uint64_t read_ns;     /* every frame that arrived before this moment has been read */
	uint64_t left_ns;     /* every frame due before this moment has left: a lane without CPU holds it back */
	uint64_t patience_ns; /* a reference probe without an answer for so long is lost */
	uint64_t stall_ns;    /* of it: how long this machine kept its threads waiting lately, the kernel's too */
	unsigned members;     /* targets known to answer; 0: no reference probes, and silence means nothing */
	unsigned lanes;
	uint64_t sent;            /* frames */
	uint64_t references;      /* reference probes asked between count_from_ns and count_until_ns */
	uint64_t answered;        /* of those */
	uint64_t delayed;         /* of those answered, clearly later than the fastest answer of the same target … */
	uint64_t delay_ns;        /* … and how much later, the sum of all answered */
	uint64_t firsts, repeats; /* targets that answered their first question; that answered only a repeated one … */
	uint64_t closed_until_ns; /* … both of targets first asked before this moment, for which no more is expected */
	uint64_t received;        /* frames that the capture handed over */
	uint64_t drops;           /* answers that the capture lost */
	uint64_t device_drops;    /* frames that our devices dropped */
	uint64_t idle_ns;         /* the time in which lanes had nothing to ask, sum of all lanes */
	uint64_t held_ns;         /* likewise, in which they waited for the report */
	uint64_t late_ns;         /* likewise, in which they had something to ask, and no CPU */
};

/* What happened between two of them. */
struct mst_epoch {
	double ns, sent, references, lost, answered, delayed, delay_ns, received, drops, device_drops;
	double idle, held, late; /* shares of the lanes' time */
	double unread_ns;        /* how far the reader is behind: frames that arrived in this time are unread */
	double awake_ns;         /* the part of `ns` in which lanes had the CPU or did not need it; mean of the lanes */
};

struct mst_epoch mst_epoch_between(const struct mst_senses *begun, const struct mst_senses *now);

/*
 * Whether devices dropped so many frames, beside so many sent, that they must be ours. Devices also count a few frames
 * of unknown protocols as dropped.
 */
bool mst_drops_matter(double drops, double sent);

/* Whether this machine loses frames. Each one that the capture lost counts; those of devices when they matter. */
bool mst_epoch_is_dropping(const struct mst_epoch *epoch);

/* Whether lanes had so little CPU that this machine itself makes answers late, or arrive many at once. */
bool mst_epoch_is_starved(const struct mst_epoch *epoch);

/* The share of the answers that the capture handed over; 1 when it lost none.
 * Drops of devices are not known so exactly. */
double mst_epoch_taken(const struct mst_epoch *epoch);

/* Whether a queue stands before some bottleneck: frames above its rate only make answers late, and later are lost. */
bool mst_epoch_finds_queue(const struct mst_epoch *epoch);

/* Why less was sent than the rate allows: nothing more to ask, a report that is behind, or this machine. */
enum mst_limit mst_epoch_unused(const struct mst_epoch *epoch);

/* A mean of losses in which old ones fade. */
struct mst_loss_mean {
	double seen, lost;
};

void mst_loss_mean_add(struct mst_loss_mean *mean, double seen, double lost);

/* The share lost, 0..1; about 2 % before anything was added. */
double mst_loss_mean_share(const struct mst_loss_mean *mean);

/* The share lost above a baseline; 0 when chance explains it: it is within three standard deviations and one. */
double mst_excess(double baseline_share, double seen, double lost);

#endif
