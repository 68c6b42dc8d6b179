/* SPDX-License-Identifier: BSD-2-Clause */
/* news.c - see news.h. */
#include "net/news.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_BYTES 32768
#define BUFFERS_A_READ 32 /* a table that changes all the time does not hold its reader */

#define GROUP(number) (1u << ((number)-1))
#define GROUPS \
	(GROUP(RTNLGRP_NEIGH) | GROUP(RTNLGRP_IPV4_ROUTE) | GROUP(RTNLGRP_IPV6_ROUTE) | GROUP(RTNLGRP_IPV4_RULE) | \
	 GROUP(RTNLGRP_IPV6_RULE) | GROUP(RTNLGRP_IPV4_IFADDR) | GROUP(RTNLGRP_IPV6_IFADDR))

void mst_news_open(struct mst_news *news)
{
	struct sockaddr_nl groups = { .nl_family = AF_NETLINK, .nl_groups = GROUPS };

	news->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	if (news->fd >= 0 && bind(news->fd, (struct sockaddr *)&groups, sizeof groups) < 0)
		mst_news_close(news);
}

void mst_news_close(struct mst_news *news)
{
	if (news->fd >= 0)
		close(news->fd);
	news->fd = -1;
}

void mst_news_take(const void *bytes, size_t count, mst_news_sink *sink, void *user)
{
	const char *at = bytes;

	while (count >= sizeof(struct nlmsghdr)) {
		const struct nlmsghdr *message = (const void *)at;
		size_t size;

		if (message->nlmsg_len < sizeof *message || message->nlmsg_len > count)
			return;
		size = ((size_t)message->nlmsg_len + MNL_ALIGNTO - 1) & ~(size_t)(MNL_ALIGNTO - 1);
		if (size > count)
			return;
		sink(user, message);
		at += size;
		count -= size;
	}
}

bool mst_news_read(struct mst_news *news, mst_news_sink *sink, void *user)
{
	_Alignas(MNL_ALIGNTO) char buffer[BUFFER_BYTES];
	bool missing = false;

	for (unsigned i = 0; i < BUFFERS_A_READ && news->fd >= 0; i++) {
		ssize_t got = recv(news->fd, buffer, sizeof buffer, 0);

		if (got < 0 && errno != ENOBUFS)
			break;
		missing |= got < 0;
		if (got > 0)
			mst_news_take(buffer, (size_t)got, sink, user);
	}
	return missing;
}
