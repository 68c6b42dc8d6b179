/* SPDX-License-Identifier: BSD-2-Clause */
/* budget.c - see budget.h. */
#include "cli/common/budget.h"

#include <muster/units.h>

#define DAY_NS (86400.0 * (double)MST_NS_PER_SECOND)

static void fill(struct mst_budget *budget, uint64_t now_ns)
{
	double most = (double)budget->most;

	budget->left = budget->since_ns ? budget->left + most * (double)(now_ns - budget->since_ns) / DAY_NS : most;
	budget->left = budget->left < most ? budget->left : most;
	budget->since_ns = now_ns ? now_ns : 1;
}

bool mst_budget_take(struct mst_budget *budget, uint64_t now_ns)
{
	fill(budget, now_ns);
	if (budget->left < 1) {
		budget->left_out++;
		return false;
	}
	budget->left -= 1;
	return true;
}
