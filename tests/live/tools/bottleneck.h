/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bottleneck.h - a link that serves so many frames a second: what comes faster waits in a queue that drops what it has
 * no room for, or, as a token bucket does, is dropped without waiting. Virtual: only finishing times are kept.
 */
#ifndef TEST_BOTTLENECK_H
#define TEST_BOTTLENECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct bottleneck {
	double frame_ns; /* 0: there is none */
	double room_ns;  /* of the queue, or of the bucket */
	bool drops_only; /* nothing waits */
	double free_ns;  /* when all that it took has been served */
};

/* Of so many frames a second, with so many milliseconds' room: "PPS:MS". */
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

/* A frame arrives; false when it is lost. `waits_ns`: how long it stays. */
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
