/*
 * link.h - whether an interface can be used now, and whether it could all the time since the last look.
 *
 * Its flags tell the first (netdevice(7)), but for a lost carrier, of which they learn up to a second late (the kernel
 * handles one batch of such events a second): ETHTOOL_GLINK knows at once. The kernel's news of links tell the
 * second (rtnetlink(7), RTNLGRP_LINK). No right is needed. A look takes a microsecond, unless the driver must ask its
 * device, or somebody is at work on interfaces: the kernel then lets us wait.
 */
#ifndef MST_NET_LINK_H
#define MST_NET_LINK_H

#include <muster/error.h>
#include <net/if.h>
#include <stdbool.h>

enum mst_link_state {
	MST_LINK_UP,
	MST_LINK_DOWN, /* down, or without carrier, now or since the last look: it may come back */
	MST_LINK_GONE, /* there is no such interface any more */
};

struct mst_link {
	char name[IF_NAMESIZE];
	int ifindex;
	int flags_fd; /* a socket to ask for flags; -1: nothing to look at, always up */
	int news_fd;  /* -1: what happens between two looks is missed */
	bool gone;
	bool had_carrier; /* as ethtool has it: there are drivers that do not know, and then it is not believed */
};

/* A link that is always up: of a file. */
void mst_link_none(struct mst_link *link);

/* Looks from now on. Never fails: what cannot be had is not seen. */
void mst_link_open(struct mst_link *link, const char *name, int ifindex);
void mst_link_close(struct mst_link *link);

/* What is not MST_LINK_UP is told in a sentence. */
enum mst_link_state mst_link_look(struct mst_link *link, struct mst_error *why);

#endif
