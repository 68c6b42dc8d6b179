/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.h - whether an interface is usable now, and whether it was since the last look.
 *
 *     now                   interface flags (netdevice(7)); the carrier by ETHTOOL_GLINK, because the flags follow a
 *                           lost carrier up to a second late (the kernel handles one batch of such events per second)
 *     since the last look   link events of rtnetlink(7) (RTNLGRP_LINK)
 *
 * No privilege is needed. A look takes about a microsecond; longer when the driver must query its device, or while
 * another process changes interfaces (the kernel's rtnl lock).
 */
#ifndef MST_NET_LINK_H
#define MST_NET_LINK_H

#include <muster/error.h>
#include <net/if.h>
#include <stdbool.h>

enum mst_link_state {
	MST_LINK_UP,
	MST_LINK_DOWN, /* down or without carrier, now or at some time since the last look; may come back */
	MST_LINK_GONE, /* the interface was removed */
};

struct mst_link {
	char name[IF_NAMESIZE];
	int ifindex;
	int flags_fd;  /* a socket to query flags; -1: no interface, always up */
	int events_fd; /* -1: no events, what happens between two looks is not seen */
	bool gone;
	bool had_carrier; /* ETHTOOL_GLINK has reported a carrier once; some drivers never do, and are then ignored */
};

/* A link that is always up, for files. */
void mst_link_none(struct mst_link *link);

/* Starts watching an interface. Never fails: without a socket, that source is not used. */
void mst_link_open(struct mst_link *link, const char *name, int ifindex);
void mst_link_close(struct mst_link *link);

/* The state since the last look; with a sentence unless it is MST_LINK_UP. */
enum mst_link_state mst_link_look(struct mst_link *link, struct mst_error *why);

#endif
