/* SPDX-License-Identifier: BSD-2-Clause */
/* placement.c - see placement.h. */
#include "plan/placement.h"

const cpu_set_t *mst_placement_of(cpu_set_t *set, const struct mst_cpus *cpus, enum mst_role role, unsigned lane,
                                  unsigned lanes)
{
	const size_t at[] = { [MST_ROLE_LANE] = lane, [MST_ROLE_RECEIVER] = lanes, [MST_ROLE_REPORTER] = lanes + 1 };
	size_t first = at[role], end = role == MST_ROLE_REPORTER ? cpus->count : first + 1;

	if (cpus->count == 0)
		return NULL;
	if (role == MST_ROLE_LANE)
		first %= cpus->count, end = first + 1;
	else if (first >= cpus->count)
		first = 0, end = cpus->count;
	CPU_ZERO(set);
	for (size_t i = first; i < end; i++)
		CPU_SET(cpus->numbers[i], set);
	return set;
}
