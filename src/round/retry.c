/* SPDX-License-Identifier: BSD-2-Clause */
/* retry.c - see retry.h. */
#include "round/retry.h"

#include "base/clock.h"

#define LOOK_EVERY_NS (50 * MST_NS_PER_MS)

bool mst_retry_is_due(struct mst_retry *retry, const struct mst_plan *plan, uint64_t now_ns)
{
	if (plan->config->retry.until_missed <= 0 || now_ns - retry->looked_ns < LOOK_EVERY_NS)
		return false;
	retry->looked_ns = now_ns;
	return true;
}

/* Where nothing answers, nothing was missed that could be estimated. */
unsigned mst_retry_attempts(const struct mst_plan *plan, const struct mst_answered *answered)
{
	unsigned attempts = mst_missed_attempts(answered, plan->config->retry.until_missed,
	                                        plan->probing.attempts_at_most);

	return attempts > plan->probing.attempts ? attempts : plan->probing.attempts;
}
