/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bottleneck.h - a simulated link with a limited rate. Frames that come faster wait in a queue of limited length, or,
 * as with a token bucket, are dropped at once. No frame is stored: only finishing times are computed.
 */
#ifndef TEST_BOTTLENECK_H
#define TEST_BOTTLENECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct bottleneck {
	double frame_ns; /* time for one frame; 0: no bottleneck */
	double room_ns;  /* length of the queue, or of the bucket, as time */
	bool drops_only; /* a token bucket: no frame waits */
	double free_ns;  /* time when all accepted frames will have been served */
};

/* Reads "PPS:MS": frames a second, and the length of the queue in milliseconds. */
static inline struct bottleneck bottleneck_of(const char *text, bool drops_only)
{
	double pps = 0, room_ms = 0;

	sscanf(text, "%lf:%lf", &pps, &room_ms);
	return (struct bottleneck){
		.frame_ns = pps > 0 ? 1e9 / pps : 0,
		.room_ns = room_ms * 1e6,
		.drops_only = drops_only,
	};
}

/* A frame arrives; false when it is lost. `waits_ns`: the time it spends in the queue. */
static inline bool bottleneck_take(struct bottleneck *b, uint64_t now_ns, uint64_t *waits_ns)
{
	double now = (double)now_ns;

	*waits_ns = 0;
	if (b->frame_ns <= 0)
		return true;
	if (b->free_ns < now)
		b->free_ns = now;
	if (b->free_ns - now > b->room_ns)
		return false;
	b->free_ns += b->frame_ns;
	if (!b->drops_only)
		*waits_ns = (uint64_t)(b->free_ns - now);
	return true;
}

#endif
