/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * step.h - the state of an adaptive rate, and the steps that the rate makes: up, down, or to what was measured. Pure.
 *
 * adapt.h judges what happened at a rate, and picks the step. A step changes the rate and remembers why:
 *
 *     ceiling_pps    the rate at which trouble began last, and `trouble` says which. The rate doubles or grows quickly
 *                    far below it, and in small steps near it.
 *     growth         the factor of the next small step; it grows again once the old ceiling has been passed.
 *     limit          what keeps the rate from rising now, for reports.
 */
#ifndef MST_PACE_STEP_H
#define MST_PACE_STEP_H

#include <muster/scan.h>

#include "pace/blame.h"
#include "pace/first.h"

#define MST_STEP_FOLLOW_NS 2000000 /* until lanes send at a new rate: they look at it every millisecond */

struct mst_adapt {
	double rate_pps;              /* of all lanes together */
	double floor_pps, cap_pps;    /* bounds of the rate. The caller may change the cap at any time */
	double blind_pps;             /* the cap until a first target has answered */
	double ceiling_pps;           /* where trouble began last; 0: there was none yet */
	double growth;                /* factor of the next small step up */
	struct mst_loss_mean pending; /* what the last epoch of a ramp lost: not yet taken for the baseline */
	struct mst_blame blame;
	struct mst_first first; /* the first frames */
	uint64_t lossy_from_ns,
		lossy_until_ns; /* when much was lost last: targets silent then deserve another attempt */
	uint64_t changed_ns;    /* when the rate changed */
	uint64_t slowed_ns;     /* when it went down */
	enum mst_limit limit;   /* what keeps the rate from rising */
	enum mst_limit trouble; /* what began at the ceiling */
	uint64_t backlog_ns; /* the rate went down for dropped answers: answers to frames sent before may still drop */
	bool near;           /* attached and private networks */
	bool ramp;           /* the rate doubles */
	bool unsure;         /* the ramp found a ceiling, and no epoch has been quiet since */
	bool inconclusive;   /* few reference probes were lost: more of them will show whether that was chance */
	bool stepped_back;   /* a ramp was halved for a queue once */
	double wait_ns, waited_at_ns; /* how long reference probes of the last epoch waited in queues, and when */
	unsigned unused; /* epochs of this ramp, in a row, in which fewer frames left than the rate allows */
	bool counting;   /* an epoch has begun */
	uint64_t count_from_ns,
		count_until_ns;  /* reference probes asked between these moments count; ~0: end not yet known */
	struct mst_senses begun; /* the senses when the epoch began */
	uint64_t judged_firsts, judged_repeats, judged_until_ns; /* answers by question that have been judged */
};

/* The highest rate allowed now; `members` reference probes can be asked. */
double mst_step_cap(const struct mst_adapt *adapt, unsigned members);

/* Sets the rate, within floor and cap. */
void mst_step_to(struct mst_adapt *adapt, double rate_pps, unsigned members);

/* Loss above the baseline: down to what got through, less a little, or to a trial rate. */
void mst_step_down(struct mst_adapt *adapt, const struct mst_loss *loss, unsigned members);

/* A quiet epoch in which the rate was used: up. */
void mst_step_up(struct mst_adapt *adapt, unsigned members);

/* Fewer frames left than the rate allows: notes why, and stays near what did leave. */
void mst_step_near_sent(struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members);

/* A queue stands; its delay grows by `growth` seconds a second, 0 when it does not grow: down to what drains it. */
void mst_step_for_queue(struct mst_adapt *adapt, double growth, unsigned members);

/* This machine dropped answers: down towards what it can read. */
void mst_step_to_received(struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses);

#endif
