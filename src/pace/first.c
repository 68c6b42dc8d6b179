/* SPDX-License-Identifier: BSD-2-Clause */
/* first.c - see first.h. */
#include "pace/first.h"

#define FRAMES 150       /* of 84 bytes, preamble and gap included: 12,600 bytes */
#define REFERENCES 3     /* among them, at least … */
#define ANSWERED 0.75    /* … and of these: then their rate stays */
#define ENOUGH 8         /* as in an epoch of a ramp (adapt.c) … */
#define UNKNOWN_MOST 1   /* … and so many of them, asked a moment ago, may have no answer yet: then it doubles */
#define AWAIT_NS 5000000 /* a round trip of a near network (track/rtt.h), and the time until an answer is read */

/* As far as answers may have come by now. */
static enum mst_first_state judge(const struct mst_epoch *epoch, bool in_time)
{
	if (epoch->references < REFERENCES || mst_epoch_is_dropping(epoch) || mst_epoch_finds_queue(epoch))
		return MST_FIRST_LOST;
	if (epoch->references >= ENOUGH && epoch->lost <= UNKNOWN_MOST)
		return MST_FIRST_DOUBLED;
	if (in_time && epoch->lost > 0)
		return MST_FIRST_AWAITED;
	return epoch->answered >= ANSWERED * epoch->references ? MST_FIRST_KEPT : MST_FIRST_LOST;
}

static bool have_left(const struct mst_first *first, const struct mst_senses *senses)
{
	return senses->sent >= FRAMES || senses->now_ns >= first->leave_until_ns;
}

enum mst_first_state mst_first_look(struct mst_first *first, const struct mst_senses *begun,
                                    const struct mst_senses *senses)
{
	enum mst_first_state state;
	struct mst_epoch epoch;

	if (first->start_pps == 0)
		return MST_FIRST_DECIDED;
	if (first->leave_until_ns == 0 && senses->sent > 0)
		first->leave_until_ns = senses->now_ns + (uint64_t)(FRAMES * 1e9 / first->pps);
	if (first->await_until_ns == 0 && (senses->sent == 0 || !have_left(first, senses)))
		return MST_FIRST_LEAVING;
	if (first->await_until_ns == 0)
		first->await_until_ns = senses->now_ns + AWAIT_NS;
	epoch = mst_epoch_between(begun, senses);
	state = judge(&epoch, senses->now_ns < first->await_until_ns);
	if (state != MST_FIRST_AWAITED)
		first->start_pps = 0;
	return state;
}
