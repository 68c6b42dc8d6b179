/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * past.h - the history of a host as the state file keeps it: a round in 16 bits, an hour or a day in 16 bytes. Pure.
 *
 *     15   12 11                    0
 *     ┌──────┬───────────────────────┐      state: enum mst_state; 15: this host was not watched
 *     │ state│ round-trip time       │      time: 0: none; else logarithmic, 1 µs to 100 s, within 0.5 %
 *     └──────┴───────────────────────┘
 *
 *     rounds ─ add, add, … ─► fold ─► summary: how many rounds found out the state, how many of these found it up,
 *                                     and the shortest, the median, the 95th percentile and the longest time
 */
#ifndef MST_WATCH_PAST_H
#define MST_WATCH_PAST_H

#include <muster/watch.h>

#define MST_PAST_CODES 4096
#define MST_PAST_NOT_WATCHED UINT16_C(0xf000)
#define MST_PAST_ROUND_BYTES 2
#define MST_PAST_SUMMARY_BYTES 16

/* Of a round that just ended. */
uint16_t mst_past_value(const struct mst_watch_item *item);

/* MST_STATE_COUNT: it was not watched, or this is no value that muster writes. */
uint8_t mst_past_state(uint16_t value);

/* -1: none. */
int64_t mst_past_rtt_ns(uint16_t value);

/* In the order of the file. */
enum mst_past_quantile { MST_PAST_MIN, MST_PAST_MEDIAN, MST_PAST_P95, MST_PAST_MAX, MST_PAST_QUANTILES };

struct mst_past_summary {
	uint32_t known, up;
	uint16_t rtt[MST_PAST_QUANTILES]; /* as in a value */
};

/* Begin with zeroed memory. */
struct mst_past_fold {
	uint32_t watched, known, up;
	uint32_t times[MST_PAST_CODES];
};

void mst_past_add(struct mst_past_fold *fold, uint16_t value);

/* False: it was never watched. */
bool mst_past_summarise(const struct mst_past_fold *fold, struct mst_past_summary *summary);

/* To and from bytes, little-endian. Reading: false when it is nothing that muster writes. */
void mst_past_put_round(uint8_t bytes[MST_PAST_ROUND_BYTES], uint16_t value);
uint16_t mst_past_get_round(const uint8_t bytes[MST_PAST_ROUND_BYTES]);
void mst_past_put_summary(uint8_t bytes[MST_PAST_SUMMARY_BYTES], const struct mst_past_summary *summary);
bool mst_past_get_summary(const uint8_t bytes[MST_PAST_SUMMARY_BYTES], struct mst_past_summary *summary);

#endif
