/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_sockets.h - the sockets of a c-ares channel, as c-ares reports them, and one wait for all of them. For one
 * thread.
 */
#ifndef MST_BASE_DNS_SOCKETS_H
#define MST_BASE_DNS_SOCKETS_H

#include <ares.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct mst_dns_sockets {
	struct pollfd *fds; /* fd -1: free */
	size_t size;
};

/* The option that makes a channel report to `sockets`; its bit is ARES_OPT_SOCK_STATE_CB. */
void mst_dns_sockets_report(struct mst_dns_sockets *sockets, struct ares_options *options);

/*
 * Waits until a socket is ready, or `also` can be read (-1: nothing else), or the time of a query or `at_most_ms` has
 * passed (-1: no limit); then the channel does what is due. Returns whether `also` was ready.
 */
bool mst_dns_sockets_wait(struct mst_dns_sockets *sockets, ares_channel channel, int also, int at_most_ms);

/* After ares_destroy. */
void mst_dns_sockets_free(struct mst_dns_sockets *sockets);

#endif
