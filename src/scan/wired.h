/*
 * wired.h - the hosts on the own links of which a plan will ask ports: who must be resolved before.
 */
#ifndef MST_SCAN_WIRED_H
#define MST_SCAN_WIRED_H

#include "scan/plan.h"

/* A closed set, owned by the caller; NULL when it would be empty. -ENOMEM with a sentence. */
int mst_wired_targets(struct mst_targets **targets, const struct mst_plan *ports, struct mst_error *err);

#endif
