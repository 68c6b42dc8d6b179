/* SPDX-License-Identifier: BSD-2-Clause */
/* links.c - see links.h. */
#include "lab/links.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/pkt_sched.h>
#include <linux/veth.h>
#include <string.h>

#include "base/fail.h"
#include "net/ifaces.h"

#define REQUEST_BYTES 1024
#define LINE_FRAMES 10000
#define MQ_HANDLE 0x10000u

/* Sends a netlink request; the kernel replies with an errno. */
struct order {
	struct nlmsghdr *message;
	_Alignas(MNL_ALIGNTO) char buffer[REQUEST_BYTES];
};

static void *begin(struct order *order, uint16_t type, uint16_t flags, size_t header_size)
{
	void *header;

	memset(order->buffer, 0, sizeof order->buffer);
	order->message = mst_rtnl_question(order->buffer, type, (uint16_t)(NLM_F_ACK | flags), header_size, &header);
	return header;
}

static void *begin_new(struct order *order, uint16_t type, size_t header_size)
{
	return begin(order, type, NLM_F_CREATE | NLM_F_EXCL, header_size);
}

static int take_nothing(const struct nlmsghdr *message, void *context)
{
	(void)message;
	(void)context;
	return 0;
}

static int give(struct mst_rtnl *rtnl, struct order *order)
{
	static const struct mst_rtnl_reading nothing = { take_nothing, NULL };

	return mst_rtnl_ask(rtnl, order->message, &nothing, NULL);
}

static void put_addr(struct nlmsghdr *message, uint16_t type, uint32_t host_order)
{
	mnl_attr_put_u32(message, type, htonl(host_order));
}

/* ---- devices ---- */

static void put_end(struct nlmsghdr *message, const struct mst_link_end *end, uint32_t queues)
{
	mnl_attr_put_strz(message, IFLA_IFNAME, end->name);
	mnl_attr_put(message, IFLA_ADDRESS, sizeof end->mac, end->mac);
	mnl_attr_put_u32(message, IFLA_NUM_TX_QUEUES, queues);
	mnl_attr_put_u32(message, IFLA_NUM_RX_QUEUES, queues);
}

int mst_link_add_veth(struct mst_rtnl *rtnl, const struct mst_link_end *near, const struct mst_link_end *far,
                      int far_ns, uint32_t queues)
{
	struct order order;
	struct nlattr *info, *data, *peer;

	begin_new(&order, RTM_NEWLINK, sizeof(struct ifinfomsg));
	put_end(order.message, near, queues);
	info = mnl_attr_nest_start(order.message, IFLA_LINKINFO);
	mnl_attr_put_strz(order.message, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(order.message, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(order.message, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(order.message, sizeof(struct ifinfomsg));
	put_end(order.message, far, queues);
	mnl_attr_put_u32(order.message, IFLA_NET_NS_FD, (uint32_t)far_ns);
	mnl_attr_nest_end(order.message, peer);
	mnl_attr_nest_end(order.message, data);
	mnl_attr_nest_end(order.message, info);
	return give(rtnl, &order);
}

int mst_link_add_ifb(struct mst_rtnl *rtnl, const struct mst_link_end *end, uint32_t queues)
{
	struct order order;
	struct nlattr *info;

	begin_new(&order, RTM_NEWLINK, sizeof(struct ifinfomsg));
	put_end(order.message, end, queues);
	info = mnl_attr_nest_start(order.message, IFLA_LINKINFO);
	mnl_attr_put_strz(order.message, IFLA_INFO_KIND, "ifb");
	mnl_attr_nest_end(order.message, info);
	return give(rtnl, &order);
}

int mst_link_up(struct mst_rtnl *rtnl, int index)
{
	struct order order;
	struct ifinfomsg *info = begin(&order, RTM_NEWLINK, 0, sizeof *info);

	info->ifi_index = index;
	info->ifi_flags = info->ifi_change = IFF_UP;
	return give(rtnl, &order);
}

static int add_discipline(struct mst_rtnl *rtnl, int index, uint32_t parent, uint32_t handle, const char *kind,
                          const struct tc_fifo_qopt *options)
{
	struct order order;
	struct tcmsg *tc = begin(&order, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, sizeof *tc);

	tc->tcm_ifindex = index;
	tc->tcm_parent = parent;
	tc->tcm_handle = handle;
	mnl_attr_put_strz(order.message, TCA_KIND, kind);
	if (options)
		mnl_attr_put(order.message, TCA_OPTIONS, sizeof *options, options);
	return give(rtnl, &order);
}

int mst_link_line_up(struct mst_rtnl *rtnl, int index, uint32_t queues)
{
	static const struct tc_fifo_qopt line = { .limit = LINE_FRAMES };
	int code;

	if (queues == 1)
		return add_discipline(rtnl, index, TC_H_ROOT, 0, "pfifo", &line);
	code = add_discipline(rtnl, index, TC_H_ROOT, MQ_HANDLE, "mq", NULL);
	for (uint32_t queue = 1; queue <= queues && code == 0; queue++)
		code = add_discipline(rtnl, index, MQ_HANDLE | queue, 0, "pfifo", &line);
	return code;
}

/* ---- addresses ---- */

int mst_link_add_address(struct mst_rtnl *rtnl, int index, uint32_t addr, uint8_t prefix_length)
{
	struct order order;
	struct ifaddrmsg *info = begin_new(&order, RTM_NEWADDR, sizeof *info);

	info->ifa_family = AF_INET;
	info->ifa_prefixlen = prefix_length;
	info->ifa_index = (uint32_t)index;
	put_addr(order.message, IFA_LOCAL, addr);
	put_addr(order.message, IFA_ADDRESS, addr);
	return give(rtnl, &order);
}

int mst_link_add_neighbour(struct mst_rtnl *rtnl, int index, uint32_t addr, const uint8_t mac[MST_LINK_MAC_BYTES])
{
	struct order order;
	struct ndmsg *info = begin_new(&order, RTM_NEWNEIGH, sizeof *info);

	info->ndm_family = AF_INET;
	info->ndm_ifindex = index;
	info->ndm_state = NUD_PERMANENT;
	put_addr(order.message, NDA_DST, addr);
	mnl_attr_put(order.message, NDA_LLADDR, MST_LINK_MAC_BYTES, mac);
	return give(rtnl, &order);
}

int mst_link_add_route(struct mst_rtnl *rtnl, uint32_t network, uint8_t prefix_length, uint32_t gateway)
{
	struct order order;
	struct rtmsg *info = begin_new(&order, RTM_NEWROUTE, sizeof *info);

	info->rtm_family = AF_INET;
	info->rtm_dst_len = prefix_length;
	info->rtm_table = RT_TABLE_MAIN;
	info->rtm_protocol = RTPROT_STATIC;
	info->rtm_scope = RT_SCOPE_UNIVERSE;
	info->rtm_type = RTN_UNICAST;
	put_addr(order.message, RTA_DST, network);
	put_addr(order.message, RTA_GATEWAY, gateway);
	return give(rtnl, &order);
}

/* ---- looking ---- */

static int take_stats(const struct nlmsghdr *message, void *context)
{
	const struct nlattr *attrs[IFLA_STATS64 + 1];
	struct rtnl_link_stats64 stats = { 0 };
	size_t size;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    !mst_rtnl_attrs(message, sizeof(struct ifinfomsg), attrs, IFLA_STATS64) || !attrs[IFLA_STATS64])
		return 0;
	/* Later kernels add members at the end of this structure. */
	size = mnl_attr_get_payload_len(attrs[IFLA_STATS64]);
	memcpy(&stats, mnl_attr_get_payload(attrs[IFLA_STATS64]), size < sizeof stats ? size : sizeof stats);
	*(uint64_t *)context = stats.rx_packets;
	return 0;
}

int mst_link_arrivals(struct mst_rtnl *rtnl, int index, uint64_t *frames)
{
	static const struct mst_rtnl_reading reading = { take_stats, NULL };
	struct order order;
	struct ifinfomsg *info = begin(&order, RTM_GETLINK, 0, sizeof *info);

	info->ifi_index = index;
	*frames = 0;
	return mst_rtnl_ask(rtnl, order.message, &reading, frames);
}

int mst_link_alone(struct mst_rtnl *rtnl, const char *name, struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	int code = mst_ifaces_read(&ifaces, rtnl, err);

	for (size_t i = 0; i < ifaces.link_count && code == 0; i++) {
		const struct mst_iface *link = &ifaces.links[i];

		if (link->up && !link->loopback && strcmp(link->name, name) != 0)
			code = mst_fail(
				err, -EPERM,
				"the private network for measuring has another interface, %s, so nothing is sent",
				link->name);
	}
	mst_ifaces_free(&ifaces);
	return code;
}
