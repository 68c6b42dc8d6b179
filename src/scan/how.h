/*
 * how.h - by what the hosts of a plan are asked, in words for people: summaries, dry runs, --verbose.
 */
#ifndef MST_SCAN_HOW_H
#define MST_SCAN_HOW_H

#include "scan/plan.h"

/* A line for hosts on local links, one for the others, each as in muster/scan.h; none where hosts are not asked. `words` is closed. */
void mst_plan_how(const struct mst_plan *plan, char *words, size_t size);

#endif
