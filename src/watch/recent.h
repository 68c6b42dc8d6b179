/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recent.h - the past of every host in memory, for the page of a watch: the last rounds one by one, a day by half
 * hours, a month by days (UTC). Pure.
 *
 *     history of the state file ─► fill ─┐
 *                                        ├─► rings ─► read
 *     a round ended ─► add ──────────────┘
 *
 * Memory is allocated once: some 1.1 KB for each of up to MST_RECENT_SPANS_MAX items; of more items only the rounds are
 * kept.
 */
#ifndef MST_WATCH_RECENT_H
#define MST_WATCH_RECENT_H

#include <muster/units.h>

#include "watch/past.h"

#define MST_RECENT_ROUNDS 60
#define MST_RECENT_HALF_HOURS 48
#define MST_RECENT_DAYS 31
#define MST_RECENT_SPANS_MAX 65536 /* items */

#define MST_RECENT_HALF_HOUR_NS (1800 * MST_NS_PER_SECOND)
#define MST_RECENT_DAY_NS (86400 * MST_NS_PER_SECOND)

/* Rounds that were summed up. Without `known` and `unknown` it was not watched. */
struct mst_recent_span {
	uint32_t known, up, unknown;
	uint16_t answers; /* that have a time; at most 65,535 */
	uint16_t time;    /* the mean code of their times, in sixteenths */
};

/* A ring of spans of each item: unit u stands at u % length. */
struct mst_recent_ring {
	struct mst_recent_span *at; /* items × length; NULL: not kept */
	size_t length;
	uint64_t unit_ns;
	uint64_t unit; /* the last, since 1970 */
};

/* Begin with zeroed memory. */
struct mst_recent {
	size_t items;
	uint16_t *rounds; /* items × MST_RECENT_ROUNDS, see past.h; the oldest at `oldest` */
	size_t oldest;
	struct mst_recent_ring day, month;
};

/* -ENOMEM. Frees nothing: mst_recent_close, also after a failure. */
int mst_recent_open(struct mst_recent *recent, size_t items, uint64_t wall_ns);
void mst_recent_close(struct mst_recent *recent);

/* A round of all items; `wall_ns` is when it began. */
void mst_recent_add(struct mst_recent *recent, const struct mst_watch_item *items, uint64_t wall_ns);

/* Before the first of these: a round of one item, in the order of time; and a longer span of it, for the month alone.
 */
void mst_recent_fill_round(struct mst_recent *recent, size_t item, const struct mst_watch_span *span, bool in_month);
void mst_recent_fill_span(struct mst_recent *recent, size_t item, const struct mst_watch_span *span);

/* The spans of one item, the oldest first; false: they are not kept. */
bool mst_recent_spans(const struct mst_recent_ring *ring, size_t item, struct mst_recent_span *spans);

/* Its last rounds, the oldest first. */
void mst_recent_rounds(const struct mst_recent *recent, size_t item, uint16_t rounds[MST_RECENT_ROUNDS]);

/* The mean (of its logarithm) of the times of a span; -1: none. */
int64_t mst_recent_time_ns(const struct mst_recent_span *span);

#endif
