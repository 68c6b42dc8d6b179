/* SPDX-License-Identifier: BSD-2-Clause */
/* lanes.c - see lanes.h. */
#include "plan/lanes.h"

#define SMALL_QUESTIONS (1u << 19) /* one lane asks them in less than a second */
#define SLOW_PPS 400000            /* one lane of any engine that this machine can be faster with sends as many */
#define MOST 4                     /* one receiver reads what more lanes would bring */

unsigned mst_lanes_at_most(const struct mst_lanes_facts *facts)
{
	size_t cpus = facts->listed && facts->cpus > 3 ? facts->cpus - 2 : facts->listed ? 1 : facts->cpus;

	if (facts->one_suffices || facts->questions < SMALL_QUESTIONS || cpus < 2 ||
	    (facts->cap_pps > 0 && facts->cap_pps < SLOW_PPS))
		return 1;
	return cpus < MOST ? (unsigned)cpus : MOST;
}
