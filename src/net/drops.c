/* SPDX-License-Identifier: BSD-2-Clause */
/* drops.c - see drops.h. */
#include "net/drops.h"

#include <errno.h>
#include <linux/if_link.h>
#include <string.h>

static int take_stats(const struct nlmsghdr *message, void *context)
{
	const struct nlattr *attrs[IFLA_STATS_LINK_64 + 1];
	struct mst_drops_read *info = context;
	struct rtnl_link_stats64 stats;
	size_t size;

	if (message->nlmsg_type != RTM_NEWSTATS ||
	    !mst_rtnl_attrs(message, sizeof(struct if_stats_msg), attrs, IFLA_STATS_LINK_64) ||
	    !attrs[IFLA_STATS_LINK_64])
		return 0;
	/* The structure grows with newer kernels; the members read here are in all of them. */
	memset(&stats, 0, sizeof stats);
	size = mnl_attr_get_payload_len(attrs[IFLA_STATS_LINK_64]);
	memcpy(&stats, mnl_attr_get_payload(attrs[IFLA_STATS_LINK_64]), size < sizeof stats ? size : sizeof stats);
	info->drops = (struct mst_drops){
		.out = stats.tx_dropped,
		.in = stats.rx_dropped + stats.rx_missed_errors,
		.missed = stats.rx_missed_errors + stats.rx_fifo_errors,
	};
	info->any = true;
	return 0;
}

const struct mst_rtnl_reading mst_drops_answer = { take_stats, NULL };

int mst_drops_of(struct mst_rtnl *rtnl, int ifindex, struct mst_drops *drops)
{
	_Alignas(4) char buffer[MST_RTNL_REQUEST];
	struct mst_drops_read info = { .any = false };
	struct if_stats_msg *header;
	void *fixed;
	struct nlmsghdr *question = mst_rtnl_question(buffer, RTM_GETSTATS, 0, sizeof *header, &fixed);
	int code;

	header = fixed;
	header->ifindex = (uint32_t)ifindex;
	header->filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64);
	code = mst_rtnl_ask(rtnl, question, &mst_drops_answer, &info);
	*drops = info.drops;
	return code < 0 ? code : info.any ? 0 : -ENODATA;
}
