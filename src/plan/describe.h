/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * describe.h - which probes ask the hosts of a plan, in words for people: summaries, dry runs, --verbose.
 */
#ifndef MST_PLAN_DESCRIBE_H
#define MST_PLAN_DESCRIBE_H

#include "plan/plan.h"

/*
 * A line for hosts on local links, one for the others, each as in muster/scan.h; none where hosts are not asked.
 * `words` is always closed by a NUL.
 */
void mst_plan_describe(const struct mst_plan *plan, char *words, size_t size);

#endif
