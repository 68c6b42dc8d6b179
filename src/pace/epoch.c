/* SPDX-License-Identifier: BSD-2-Clause */
/* epoch.c - see epoch.h. */
#include "pace/epoch.h"

#include <math.h>

#define DEVICE_DROPS 8    /* fewer, or a smaller share, may be frames of unknown protocols that others sent */
#define DEVICE_SHARE 0.01 /* of the frames sent */
#define STANDING 0.75     /* of the answered reference probes are delayed: the queue never empties */
#define STANDING_STARVED \
	0.95        /* likewise, where threads lack CPU: that delays many answers, a queue in the network delays all */
#define STARVED 0.1 /* of the lanes' time */
#define STANDING_LEAST 4
#define PRIOR 25.0     /* a prior: a mean begins as if so many frames had been seen … */
#define PRIOR_LOST 0.5 /* … and half a frame lost */
#define IDLE 0.2       /* of the lanes' time */
#define FADE 0.9       /* weight of what a mean held before */

struct mst_epoch mst_epoch_between(const struct mst_senses *begun, const struct mst_senses *now)
{
	double ns = (double)(now->now_ns - begun->now_ns), lanes_ns = ns * now->lanes;
	struct mst_epoch epoch = {
		.ns = ns,
		.sent = (double)(now->sent - begun->sent),
		.references = (double)(now->references - begun->references),
		.answered = (double)(now->answered - begun->answered),
		.delayed = (double)(now->delayed - begun->delayed),
		.delay_ns = (double)(now->delay_ns - begun->delay_ns),
		.received = (double)(now->received - begun->received),
		.drops = (double)(now->drops - begun->drops),
		.device_drops = (double)(now->device_drops - begun->device_drops),
		.idle = lanes_ns > 0 ? (double)(now->idle_ns - begun->idle_ns) / lanes_ns : 0,
		.held = lanes_ns > 0 ? (double)(now->held_ns - begun->held_ns) / lanes_ns : 0,
		.late = lanes_ns > 0 ? fmin((double)(now->late_ns - begun->late_ns) / lanes_ns, 1) : 0,
	};

	epoch.unread_ns = now->now_ns > now->read_ns ? (double)(now->now_ns - now->read_ns) : 0;
	epoch.awake_ns = ns * (1 - epoch.late);
	epoch.lost = epoch.references > epoch.answered ? epoch.references - epoch.answered : 0;
	return epoch;
}

bool mst_drops_matter(double drops, double sent)
{
	return drops >= DEVICE_DROPS && drops >= DEVICE_SHARE * sent;
}

bool mst_epoch_is_dropping(const struct mst_epoch *epoch)
{
	return epoch->drops > 0 || mst_drops_matter(epoch->device_drops, epoch->sent);
}

enum mst_limit mst_epoch_unused(const struct mst_epoch *epoch)
{
	return epoch->held > IDLE ? MST_LIMIT_REPORT : epoch->idle > IDLE ? MST_LIMIT_WORK : MST_LIMIT_MACHINE;
}

bool mst_epoch_is_starved(const struct mst_epoch *epoch)
{
	return epoch->late > STARVED;
}

double mst_epoch_taken(const struct mst_epoch *epoch)
{
	return epoch->drops > 0 ? epoch->received / (epoch->received + epoch->drops) : 1;
}

bool mst_epoch_finds_queue(const struct mst_epoch *epoch)
{
	double standing = mst_epoch_is_starved(epoch) ? STANDING_STARVED : STANDING;

	return epoch->delayed >= STANDING_LEAST && epoch->delayed >= standing * epoch->answered;
}

double mst_loss_mean_share(const struct mst_loss_mean *mean)
{
	return (mean->lost + PRIOR_LOST) / (mean->seen + PRIOR);
}

double mst_excess(double baseline_share, double seen, double lost)
{
	double expected = seen * baseline_share;

	if (seen == 0 || lost <= expected + 3 * sqrt(expected + 0.25) + 1)
		return 0;
	return (lost - expected) / seen;
}

void mst_loss_mean_add(struct mst_loss_mean *mean, double seen, double lost)
{
	mean->seen = mean->seen * FADE + seen;
	mean->lost = mean->lost * FADE + lost;
}
