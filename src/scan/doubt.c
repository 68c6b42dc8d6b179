/* doubt.c - see doubt.h. */
#include "scan/doubt.h"

#define LOOK_EVERY_NS (50 * MST_NS_PER_MS)

void mst_doubt_turn(struct mst_doubt *doubt, struct mst_round *round, uint64_t now_ns)
{
	const struct mst_plan *plan = round->plan;
	struct mst_heard heard;
	unsigned attempts;

	if (plan->config->until_missed <= 0 || now_ns - doubt->looked_ns < LOOK_EVERY_NS)
		return;
	doubt->looked_ns = now_ns;
	mst_round_heard(round, &heard);
	attempts = mst_missed_attempts(&heard, plan->config->until_missed, plan->attempts_at_most);
	/* Where nobody answers there is nothing to be in doubt of. */
	mst_store(&round->attempts, attempts > plan->attempts ? attempts : plan->attempts, relaxed); /* DOUBT */
}
