/* SPDX-License-Identifier: BSD-2-Clause */
/* past.c - see past.h. */
#include "watch/past.h"

#include <math.h>

#include "base/clock.h"

#define STATE_SHIFT 12
#define STEPS (MST_PAST_CODES - 2) /* between the codes 1 and 4095 */
#define SHORTEST_NS 1e3
#define LONGEST_NS 1e11

/* ---- a round ---- */

static uint16_t code_of(int64_t rtt_ns)
{
	double ns = fmin(fmax((double)rtt_ns, SHORTEST_NS), LONGEST_NS);

	if (rtt_ns < 0)
		return 0;
	return (uint16_t)(1 + lround(log(ns / SHORTEST_NS) / log(LONGEST_NS / SHORTEST_NS) * STEPS));
}

uint16_t mst_past_value(const struct mst_watch_item *item)
{
	unsigned state = item->known ? item->state : MST_UNKNOWN;

	return (uint16_t)(state << STATE_SHIFT | (item->known && item->strip_up & 1 ? code_of(item->rtt_ns) : 0));
}

uint8_t mst_past_state(uint16_t value)
{
	uint8_t state = (uint8_t)(value >> STATE_SHIFT);

	return state < MST_STATE_COUNT ? state : MST_STATE_COUNT;
}

int64_t mst_past_rtt_ns(uint16_t value)
{
	unsigned code = value % MST_PAST_CODES;

	return code ? (int64_t)llround(SHORTEST_NS * pow(LONGEST_NS / SHORTEST_NS, (code - 1) / (double)STEPS)) : -1;
}

/* ---- many rounds ---- */

void mst_past_add(struct mst_past_fold *fold, uint16_t value)
{
	uint8_t state = mst_past_state(value);

	if (state == MST_STATE_COUNT)
		return;
	fold->watched++;
	fold->known += state != MST_UNKNOWN;
	fold->up += state == MST_UP || state == MST_OPEN;
	fold->times[value % MST_PAST_CODES]++;
}

/* The time that `rank` others are not longer than. */
static uint16_t time_at(const struct mst_past_fold *fold, uint64_t rank)
{
	uint64_t passed = 0;

	for (uint16_t code = 1; code < MST_PAST_CODES; code++) {
		passed += fold->times[code];
		if (passed > rank)
			return code;
	}
	return 0;
}

bool mst_past_summarise(const struct mst_past_fold *fold, struct mst_past_summary *summary)
{
	uint64_t times = fold->watched - fold->times[0];

	*summary = (struct mst_past_summary){ .known = fold->known, .up = fold->up };
	if (times) {
		summary->rtt[MST_PAST_MIN] = time_at(fold, 0);
		summary->rtt[MST_PAST_MEDIAN] = time_at(fold, (times - 1) / 2);
		summary->rtt[MST_PAST_P95] = time_at(fold, (times * 95 + 99) / 100 - 1);
		summary->rtt[MST_PAST_MAX] = time_at(fold, times - 1);
	}
	return fold->watched > 0;
}

/* ---- bytes ---- */

static void put(uint8_t *bytes, uint32_t number, int count)
{
	for (int i = 0; i < count; i++)
		bytes[i] = (uint8_t)(number >> 8 * i);
}

static uint32_t get(const uint8_t *bytes, int count)
{
	uint32_t number = 0;

	for (int i = 0; i < count; i++)
		number |= (uint32_t)bytes[i] << 8 * i;
	return number;
}

void mst_past_put_round(uint8_t bytes[MST_PAST_ROUND_BYTES], uint16_t value)
{
	put(bytes, value, 2);
}

uint16_t mst_past_get_round(const uint8_t bytes[MST_PAST_ROUND_BYTES])
{
	return (uint16_t)get(bytes, 2);
}

void mst_past_put_summary(uint8_t bytes[MST_PAST_SUMMARY_BYTES], const struct mst_past_summary *summary)
{
	put(bytes, summary->known, 4);
	put(bytes + 4, summary->up, 4);
	for (int i = 0; i < MST_PAST_QUANTILES; i++)
		put(bytes + 8 + 2 * i, summary->rtt[i], 2);
}

bool mst_past_get_summary(const uint8_t bytes[MST_PAST_SUMMARY_BYTES], struct mst_past_summary *summary)
{
	bool rising = true;

	summary->known = get(bytes, 4);
	summary->up = get(bytes + 4, 4);
	for (int i = 0; i < MST_PAST_QUANTILES; i++) {
		summary->rtt[i] = (uint16_t)get(bytes + 8 + 2 * i, 2);
		rising &= summary->rtt[i] < MST_PAST_CODES && (i == 0 || summary->rtt[i] >= summary->rtt[i - 1]);
	}
	return rising && summary->up <= summary->known;
}
