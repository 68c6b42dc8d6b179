/* SPDX-License-Identifier: BSD-2-Clause */
/* stall.c - see stall.h. */
#include "report/stall.h"

#include <errno.h>

#include "base/clock.h"

#define TRY_EVERY_NS (200 * MST_NS_PER_MS)

bool mst_stall_waits(const struct mst_stall *stall, uint64_t *until_ns, int code, const char *why)
{
	enum mst_stall_moment moment = *until_ns ? MST_STALL_LASTS : MST_STALL_BEGINS;
	uint64_t now_ns = mst_now_ns();

	if (!stall || stall->max_ns == 0 || (code != -ENOSPC && code != -EDQUOT))
		return false;
	if (*until_ns == 0)
		*until_ns = now_ns + stall->max_ns < now_ns ? UINT64_MAX : now_ns + stall->max_ns;
	return now_ns < *until_ns && (!stall->stalled || stall->stalled(stall->user, moment, why));
}

void mst_stall_sleep(void)
{
	mst_sleep_until_ns(mst_now_ns() + TRY_EVERY_NS);
}

void mst_stall_ends(const struct mst_stall *stall, uint64_t until_ns, int code)
{
	if (until_ns && code == 0 && stall->stalled)
		(void)stall->stalled(stall->user, MST_STALL_ENDS, NULL);
}
