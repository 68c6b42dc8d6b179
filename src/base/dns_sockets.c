/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_sockets.c - see dns_sockets.h. The first of `fds` is what else is waited for; c-ares has the others. */
#include "base/dns_sockets.h"

#include <stdlib.h>

#define FIRST_SIZE 8

static struct pollfd *find(struct mst_dns_sockets *sockets, int fd)
{
	for (size_t i = 1; i < sockets->size; i++) {
		if (sockets->fds[i].fd == fd)
			return &sockets->fds[i];
	}
	return NULL;
}

static struct pollfd *grow(struct mst_dns_sockets *sockets)
{
	size_t size = sockets->size ? sockets->size * 2 : FIRST_SIZE;
	struct pollfd *grown = reallocarray(sockets->fds, size, sizeof *grown);

	if (!grown)
		return NULL;
	for (size_t i = sockets->size; i < size; i++)
		grown[i] = (struct pollfd){ .fd = -1 };
	sockets->fds = grown;
	sockets->size = size;
	return find(sockets, -1);
}

/* A socket for which there is no memory is not watched: its queries time out. */
static void changed(void *user, ares_socket_t fd, int reads, int writes)
{
	struct mst_dns_sockets *sockets = user;
	struct pollfd *place = find(sockets, fd);

	if (!place && (reads || writes)) {
		place = find(sockets, -1);
		place = place ? place : grow(sockets);
	}
	if (!place)
		return;
	*place = (struct pollfd){ .fd = reads || writes ? fd : -1,
		                  .events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0)) };
}

void mst_dns_sockets_report(struct mst_dns_sockets *sockets, struct ares_options *options)
{
	options->sock_state_cb = changed;
	options->sock_state_cb_data = sockets;
}

static int wait_ms(ares_channel channel, int at_most_ms)
{
	struct timeval longest = { .tv_sec = at_most_ms / 1000, .tv_usec = at_most_ms % 1000 * 1000 }, room,
		       *time = ares_timeout(channel, at_most_ms < 0 ? NULL : &longest, &room);

	return time ? (int)(time->tv_sec * 1000 + time->tv_usec / 1000) + 1 : at_most_ms;
}

bool mst_dns_sockets_wait(struct mst_dns_sockets *sockets, ares_channel channel, int also, int at_most_ms)
{
	struct pollfd alone = { .fd = also, .events = POLLIN }, *first = &alone;
	size_t count = 1;
	bool ready;

	if (sockets->size) {
		first = sockets->fds;
		first[0] = alone;
		count = sockets->size;
	}
	ready = poll(first, count, wait_ms(channel, at_most_ms)) > 0 && first[0].revents;
	/* c-ares may open and close sockets meanwhile: then `fds` moves, and places are free or have a new one. */
	for (size_t i = 1; i < count; i++) {
		struct pollfd now = sockets->fds[i];

		sockets->fds[i].revents = 0;
		if (now.fd >= 0 && now.revents)
			ares_process_fd(channel, now.revents & ~POLLOUT ? now.fd : ARES_SOCKET_BAD,
			                now.revents & POLLOUT ? now.fd : ARES_SOCKET_BAD);
	}
	ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* time-outs */
	return ready;
}

void mst_dns_sockets_free(struct mst_dns_sockets *sockets)
{
	free(sockets->fds);
	*sockets = (struct mst_dns_sockets){ 0 };
}
