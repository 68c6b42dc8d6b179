/* SPDX-License-Identifier: BSD-2-Clause */
/* captures.c - see captures.h. */
#include "round/captures.h"

#include <poll.h>

uint64_t mst_captures_read_until_ns(const struct mst_captures *captures, size_t at, uint64_t now_ns)
{
	struct mst_rx *rx = captures->rx[at];

	if (at >= captures->own && rx->engine->holds && !rx->engine->holds(rx, now_ns))
		return now_ns;
	return now_ns > rx->engine->lag_ns ? now_ns - rx->engine->lag_ns : 0;
}

void mst_captures_await(const struct mst_captures *captures, int most_ms)
{
	struct pollfd fds[MST_CAPTURES_MAX];
	bool broken = false;

	for (size_t i = 0; i < captures->count; i++)
		fds[i] = (struct pollfd){ .fd = mst_rx_fd(captures->rx[i]), .events = POLLIN };
	/* A capture in error is always ready: sleep all the same; the check of the interfaces finds the cause. */
	if (poll(fds, captures->count, most_ms) <= 0)
		return;
	for (size_t i = 0; i < captures->count; i++)
		broken |= (fds[i].revents & ~POLLIN) != 0;
	if (broken)
		poll(NULL, 0, 1);
}
