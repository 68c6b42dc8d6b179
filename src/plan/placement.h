/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * placement.h - which thread of a round runs on which of the CPUs that the config lists.
 *
 *     4-9, four lanes      lanes 4, 5, 6, 7      receiver 8          reporter 9
 *     4-7, four lanes      lanes 4, 5, 6, 7      receiver 4 to 7     reporter 4 to 7
 *     4-5, four lanes      lanes 4, 5, 4, 5      receiver 4, 5       reporter 4, 5
 *
 * A lane that sends all it can fills its CPU, so each lane gets one of its own while they last. The receiver takes the
 * next. When none is left, receiver and reporter may run on any CPU of the list: bound to a lane's CPU they would wait
 * for that lane while another one naps. The thread that waits for all of them, and the caller's, are left alone.
 */
#ifndef MST_PLAN_PLACEMENT_H
#define MST_PLAN_PLACEMENT_H

#include "base/cpus.h"

enum mst_role { MST_ROLE_LANE, MST_ROLE_RECEIVER, MST_ROLE_REPORTER };

/*
 * Fills *set with the CPUs that a thread may run on, the `lane`-th of so many lanes or one of the others, and returns
 * it; NULL when `cpus` is empty: any CPU.
 */
const cpu_set_t *mst_placement_of(cpu_set_t *set, const struct mst_cpus *cpus, enum mst_role role, unsigned lane,
                                  unsigned lanes);

#endif
