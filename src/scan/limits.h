/*
 * limits.h - how fast, how patient, how much in mind: the numbers of a plan, each with its reason in limits.c.
 */
#ifndef MST_SCAN_LIMITS_H
#define MST_SCAN_LIMITS_H

#include "scan/plan.h"

/* Checks what the config says of rates and time-outs. 0, or -EINVAL with a sentence. */
int mst_limits_check(const struct mst_scan_config *config, struct mst_error *err);

/* Fills ways, pacing, patience and capacity of a plan whose targets, paths and probes are known. -ENOMEM with a sentence. */
int mst_limits_choose(struct mst_plan *plan, struct mst_error *err);

#endif
