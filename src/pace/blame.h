/*
 * blame.h - whether a rate is to blame for what is lost at it. Pure.
 *
 * A bottleneck loses nothing of a rate that is lower than what got through. Loss that is still there then has other
 * reasons (radio, congestion by others): it becomes usual, and later loss is compared with it. Two witnesses: reference probes, and
 * targets that answer a repeated question only.
 */
#ifndef MST_PACE_BLAME_H
#define MST_PACE_BLAME_H

#include "pace/epoch.h"

#define MST_BLAME_LEAST 40 /* seen, to blame a rate or to acquit it: they show that much is lost, and how much */

struct mst_witness {
	struct mst_usual usual; /* loss that is no rate's making */
	struct mst_usual below; /* what it saw since a rate was blamed, at lower ones that should lose nothing */
};

struct mst_blame {
	struct mst_witness references, repeats;
	double pps;   /* the rate that is blamed, until it is acquitted or borne; 0: none */
	double share; /* what it lost above the usual */
};

/* What a witness saw: so many, of whom so many were lost; the share of them above the usual, 0 when it may be chance. */
struct mst_loss {
	struct mst_witness *by;
	double seen, lost, share;
};

/* The share that is usual to a witness. Repeated questions are as likely lost as reference probes. */
double mst_blame_usual(const struct mst_blame *blame, const struct mst_witness *by);

struct mst_loss mst_blame_weigh(struct mst_blame *blame, struct mst_witness *by, double seen, double lost);

/* Blames the rate at which this was lost; too few who saw it are no reason. */
void mst_blame_lay(struct mst_blame *blame, double pps, const struct mst_loss *loss);

/* Hears both after an epoch at a rate that should lose nothing; tells who acquits the blamed rate, or NULL. */
struct mst_witness *mst_blame_hear(struct mst_blame *blame, const struct mst_loss *references, const struct mst_loss *repeats);

/* What that witness still sees lost is usual from now on, and the rate is free: returns it. */
double mst_blame_acquit(struct mst_blame *blame, struct mst_witness *by);

#endif
