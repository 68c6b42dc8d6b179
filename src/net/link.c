/* SPDX-License-Identifier: BSD-2-Clause */
/* link.c - see link.h. */
#include "net/link.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "net/ethtool.h"

#define EVENT_BYTES 8192

static int open_events(void)
{
	struct sockaddr_nl group = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&group, sizeof group) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void mst_link_none(struct mst_link *link)
{
	*link = (struct mst_link){ .flags_fd = -1, .events_fd = -1 };
}

void mst_link_open(struct mst_link *link, const char *name, int ifindex)
{
	*link = (struct mst_link){ .ifindex = ifindex };
	snprintf(link->name, sizeof link->name, "%s", name);
	link->flags_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	link->events_fd = open_events();
}

void mst_link_close(struct mst_link *link)
{
	if (link->flags_fd >= 0)
		close(link->flags_fd);
	if (link->events_fd >= 0)
		close(link->events_fd);
	mst_link_none(link);
}

/* Whether this event reports our interface as down. */
static bool is_down_event(struct mst_link *link, const struct nlmsghdr *message)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);

	if (message->nlmsg_type != RTM_NEWLINK && message->nlmsg_type != RTM_DELLINK)
		return false;
	/* Events of another family are from a bridge, about its ports. */
	if (mnl_nlmsg_get_payload_len(message) < sizeof *info || info->ifi_family != AF_UNSPEC ||
	    info->ifi_index != link->ifindex)
		return false;
	link->gone |= message->nlmsg_type == RTM_DELLINK;
	return !(info->ifi_flags & IFF_UP) || !(info->ifi_flags & IFF_RUNNING);
}

/* Reads all events; true if any reports the interface as down, or if the kernel lost events (ENOBUFS). */
static bool read_events(struct mst_link *link)
{
	_Alignas(MNL_ALIGNTO) char events[EVENT_BYTES];
	bool down = false;
	ssize_t bytes;

	while (link->events_fd >= 0 &&
	       ((bytes = recv(link->events_fd, events, sizeof events, 0)) > 0 || errno == ENOBUFS)) {
		int left = bytes > 0 ? (int)bytes : 0;

		down |= bytes < 0;
		for (const struct nlmsghdr *at = (const void *)events; mnl_nlmsg_ok(at, left);
		     at = mnl_nlmsg_next(at, &left))
			down |= is_down_event(link, at);
	}
	return down;
}

static bool has_lost_carrier(struct mst_link *link)
{
	struct ethtool_value value = { .cmd = ETHTOOL_GLINK };

	if (link->flags_fd < 0 || !mst_ethtool(link->flags_fd, link->name, &value))
		return false;
	link->had_carrier |= value.data != 0;
	return link->had_carrier && value.data == 0;
}

/*
 * Requests name interfaces, and an interface may have another name now; its index stays. False when no interface has
 * the index.
 */
static bool follow_name(struct mst_link *link)
{
	struct ifreq request = { .ifr_ifindex = link->ifindex };

	if (link->gone || ioctl(link->flags_fd, SIOCGIFNAME, &request) < 0)
		return false;
	memcpy(link->name, request.ifr_name, sizeof link->name);
	return true;
}

static bool has_flags(const struct mst_link *link, struct ifreq *request)
{
	memcpy(request->ifr_name, link->name, sizeof request->ifr_name);
	return ioctl(link->flags_fd, SIOCGIFFLAGS, request) == 0;
}

/*
 * The flags; none where the kernel has none for the name. While an interface gets another one, it is found by neither
 * for some milliseconds (Linux 6.18, dev_change_name); it is down then. False: it went away.
 */
static bool read_flags(struct mst_link *link, struct ifreq *request)
{
	if (link->gone)
		return false;
	if (has_flags(link, request))
		return true;
	if (!follow_name(link))
		return false;
	if (!has_flags(link, request))
		request->ifr_flags = 0;
	return true;
}

/* A link without flags_fd counts as up unless an event reports it down. */
enum mst_link_state mst_link_look(struct mst_link *link, struct mst_error *why)
{
	struct ifreq request = { 0 };
	bool was_down = read_events(link), ask = link->flags_fd >= 0;

	if (!ask)
		request.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ask ? !read_flags(link, &request) : link->gone) {
		mst_fail(why, -ENETDOWN, "interface %s went away", link->name);
		return MST_LINK_GONE;
	}
	if (!(request.ifr_flags & IFF_UP)) {
		mst_fail(why, -ENETDOWN, "interface %s went down", link->name);
		return MST_LINK_DOWN;
	}
	if (was_down || !(request.ifr_flags & IFF_RUNNING) || has_lost_carrier(link)) {
		mst_fail(why, -ENETDOWN, "interface %s has lost its link", link->name);
		return MST_LINK_DOWN;
	}
	return MST_LINK_UP;
}
