/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * news.h - what changes in the kernel's tables while a scan runs: events of rtnetlink(7) about neighbours, routes,
 * rules and own addresses. No privilege is needed; the socket is opened before the first frame.
 */
#ifndef MST_NET_NEWS_H
#define MST_NET_NEWS_H

#include "net/rtnl.h"

struct mst_news {
	int fd; /* -1: there are no events, and nothing is seen */
};

/* A message, valid during the call: RTM_NEWNEIGH, RTM_DELROUTE … */
typedef void mst_news_sink(void *user, const struct nlmsghdr *message);

/* Never fails: without a socket, no event comes. */
void mst_news_open(struct mst_news *news);
void mst_news_close(struct mst_news *news);

/* Passes on what has come since, and never waits. True: the kernel had more than it could keep, so any may be
 * missing. */
bool mst_news_read(struct mst_news *news, mst_news_sink *sink, void *user);

/* Passes the messages of one buffer on, aligned to 4; what is broken ends it. */
void mst_news_take(const void *bytes, size_t count, mst_news_sink *sink, void *user);

#endif
