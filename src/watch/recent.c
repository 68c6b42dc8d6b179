/* SPDX-License-Identifier: BSD-2-Clause */
/* recent.c - see recent.h. */
#include "watch/recent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define TIME_SCALE 16 /* 4,095 sixteenths fit 16 bits */

static int open_ring(struct mst_recent_ring *ring, size_t items, size_t length, uint64_t unit_ns, uint64_t wall_ns)
{
	*ring = (struct mst_recent_ring){ .length = length, .unit_ns = unit_ns, .unit = wall_ns / unit_ns };
	ring->at = calloc(items * length, sizeof *ring->at);
	return ring->at ? 0 : -ENOMEM;
}

int mst_recent_open(struct mst_recent *recent, size_t items, uint64_t wall_ns)
{
	int code = 0;

	*recent = (struct mst_recent){ .items = items };
	recent->rounds = malloc(items * MST_RECENT_ROUNDS * sizeof *recent->rounds);
	if (!recent->rounds)
		return -ENOMEM;
	for (size_t i = 0; i < items * MST_RECENT_ROUNDS; i++)
		recent->rounds[i] = MST_PAST_NOT_WATCHED;
	if (items > MST_RECENT_SPANS_MAX)
		return 0;
	code = open_ring(&recent->day, items, MST_RECENT_HALF_HOURS, MST_RECENT_HALF_HOUR_NS, wall_ns);
	return code < 0 ? code : open_ring(&recent->month, items, MST_RECENT_DAYS, MST_RECENT_DAY_NS, wall_ns);
}

void mst_recent_close(struct mst_recent *recent)
{
	free(recent->rounds);
	free(recent->day.at);
	free(recent->month.at);
	*recent = (struct mst_recent){ 0 };
}

/* ---- rings ---- */

/* Moves to the unit of this time, emptying what comes in its place. A clock that was set back adds to the last one. */
static void move_to(const struct mst_recent *recent, struct mst_recent_ring *ring, uint64_t wall_ns)
{
	uint64_t unit = wall_ns / ring->unit_ns;

	for (size_t steps = 0; ring->at && ring->unit < unit && steps < ring->length; steps++) {
		/* After a long gap only the last `length` units are of interest. */
		ring->unit = unit - ring->unit > ring->length ? unit - ring->length + 1 : ring->unit + 1;
		for (size_t i = 0; i < recent->items; i++)
			ring->at[i * ring->length + ring->unit % ring->length] = (struct mst_recent_span){ 0 };
	}
}

/* NULL: it is not kept, or not that far back. */
static struct mst_recent_span *span_at(const struct mst_recent_ring *ring, size_t item, uint64_t wall_ns)
{
	uint64_t unit = wall_ns / ring->unit_ns;

	unit = unit > ring->unit ? ring->unit : unit;
	if (!ring->at || unit + ring->length <= ring->unit)
		return NULL;
	return &ring->at[item * ring->length + unit % ring->length];
}

static void add_time(struct mst_recent_span *span, unsigned code)
{
	unsigned before = span->answers, now = before < UINT16_MAX ? before + 1 : before;
	uint64_t sum = (uint64_t)span->time * (now - 1) + (uint64_t)code * TIME_SCALE;

	span->time = (uint16_t)((sum + now / 2) / now);
	span->answers = (uint16_t)now;
}

static void add_round(struct mst_recent_span *span, uint16_t value)
{
	uint8_t state = mst_past_state(value);

	if (!span || state == MST_STATE_COUNT)
		return;
	span->known += state != MST_UNKNOWN;
	span->unknown += state == MST_UNKNOWN;
	span->up += state == MST_UP || state == MST_OPEN;
	if (value % MST_PAST_CODES)
		add_time(span, value % MST_PAST_CODES);
}

/* ---- rounds ---- */

void mst_recent_add(struct mst_recent *recent, const struct mst_watch_item *items, uint64_t wall_ns)
{
	move_to(recent, &recent->day, wall_ns);
	move_to(recent, &recent->month, wall_ns);
	for (size_t i = 0; i < recent->items; i++) {
		uint16_t value = mst_past_value(&items[i]);

		recent->rounds[i * MST_RECENT_ROUNDS + recent->oldest] = value;
		if (recent->day.at)
			add_round(span_at(&recent->day, i, wall_ns), value);
		if (recent->month.at)
			add_round(span_at(&recent->month, i, wall_ns), value);
	}
	recent->oldest = (recent->oldest + 1) % MST_RECENT_ROUNDS;
}

void mst_recent_rounds(const struct mst_recent *recent, size_t item, uint16_t rounds[MST_RECENT_ROUNDS])
{
	const uint16_t *ring = recent->rounds + item * MST_RECENT_ROUNDS;
	size_t rest = MST_RECENT_ROUNDS - recent->oldest;

	memcpy(rounds, ring + recent->oldest, rest * sizeof *ring);
	memcpy(rounds + rest, ring, recent->oldest * sizeof *ring);
}

/* ---- from a file ---- */

static uint16_t value_of(const struct mst_watch_span *span)
{
	const struct mst_watch_item item = {
		.known = span->known > 0, .state = span->state, .strip_up = span->up > 0, .rtt_ns = span->rtt_median_ns
	};

	return mst_past_value(&item);
}

void mst_recent_fill_round(struct mst_recent *recent, size_t item, const struct mst_watch_span *span, bool in_month)
{
	uint16_t *rounds = recent->rounds + item * MST_RECENT_ROUNDS, value = value_of(span);

	memmove(rounds, rounds + 1, (MST_RECENT_ROUNDS - 1) * sizeof *rounds);
	rounds[MST_RECENT_ROUNDS - 1] = value;
	if (recent->day.at)
		add_round(span_at(&recent->day, item, span->begin_ns), value);
	if (recent->month.at && in_month)
		add_round(span_at(&recent->month, item, span->begin_ns), value);
}

void mst_recent_fill_span(struct mst_recent *recent, size_t item, const struct mst_watch_span *span)
{
	struct mst_recent_span *at = recent->month.at ? span_at(&recent->month, item, span->begin_ns) : NULL;

	if (!at)
		return;
	at->known += (uint32_t)span->known;
	at->up += (uint32_t)span->up;
	at->unknown += span->known == 0;
}

/* ---- reading ---- */

bool mst_recent_spans(const struct mst_recent_ring *ring, size_t item, struct mst_recent_span *spans)
{
	if (!ring->at)
		return false;
	for (size_t i = 0; i < ring->length; i++)
		spans[i] = ring->at[item * ring->length + (ring->unit + 1 + i) % ring->length];
	return true;
}

int64_t mst_recent_time_ns(const struct mst_recent_span *span)
{
	return span->answers ? mst_past_rtt_ns((uint16_t)(span->time / TIME_SCALE)) : -1;
}
