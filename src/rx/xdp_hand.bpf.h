/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * xdp_hand.bpf.h - for xdp.bpf.c alone: frames are handed over to the reader. xdp_shared.h has the drawing.
 */
#ifndef MST_RX_XDP_HAND_BPF_H
#define MST_RX_XDP_HAND_BPF_H

#include <linux/bpf.h>
#include <stdint.h>

#include <bpf/bpf_helpers.h>

#include "rx/xdp_shared.h"

const volatile struct mst_xdp_wanted wanted = {};
struct mst_xdp_state state;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* set before loading */
	__type(key, uint32_t);
	__type(value, struct mst_xdp_answer);
} answers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* set before loading */
} others SEC(".maps");

#define HAND_OVER(name, most) \
	static inline void name(struct xdp_md *ctx, uint32_t wire_bytes) \
	{ \
		uint32_t count = wire_bytes < (most) ? wire_bytes : (most); \
		uint32_t last = count - 1; \
		struct mst_xdp_record *record; \
		uint64_t flags = state.sleeping ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP; \
\
		record = bpf_ringbuf_reserve(&others, sizeof *record + (most), 0); \
		if (!record) { \
			__sync_fetch_and_add(&state.lost, 1); \
			return; \
		} \
		record->at_ns = bpf_ktime_get_ns(); \
		record->wire_bytes = wire_bytes; \
		record->count = count; \
		/* The verifier needs the bounds, so the compiler must not fold them. That of Linux 6.1 learns nothing \
		 * from a comparison with 0 (a size of 0 is refused), but adds to bounds. */ \
		asm volatile("" : "+r"(last)); \
		if (last >= (most) || bpf_xdp_load_bytes(ctx, 0, record->bytes, last + 1) < 0) \
			record->count = 0; \
		if (flags == BPF_RB_FORCE_WAKEUP) \
			state.sleeping = 0; \
		bpf_ringbuf_submit(record, flags); \
	}

HAND_OVER(hand_over_usual, MST_XDP_USUAL_BYTES)
HAND_OVER(hand_over_whole, MST_XDP_WHOLE_BYTES)

/* An empty record: the descriptor that the reader waits for is that of the ring buffer. */
static inline void wake(void)
{
	uint64_t bell = 0;

	state.sleeping = 0;
	bpf_ringbuf_output(&others, &bell, sizeof bell, BPF_RB_FORCE_WAKEUP);
}

/*
 * An eighth of the ring stays free, for as many programs may find the same room at the same time. The exchange orders
 * the number behind what it stands for, and before the look at `sleeping`.
 */
static inline void hand_over_short(struct xdp_md *ctx, uint32_t count)
{
	struct mst_xdp_answer *answer;
	uint32_t last = count - 1, place;
	uint64_t number;

	if (state.taken - *(volatile uint64_t *)&state.read >= wanted.answers - wanted.answers / 8) {
		__sync_fetch_and_add(&state.lost, 1);
		return;
	}
	number = __sync_fetch_and_add(&state.taken, 1);
	place = (uint32_t)number & (wanted.answers - 1);
	answer = bpf_map_lookup_elem(&answers, &place);
	if (!answer)
		return;
	answer->at_ns = bpf_ktime_get_ns();
	answer->count = count;
	asm volatile("" : "+r"(last)); /* as above */
	if (last >= MST_XDP_ANSWER_BYTES || bpf_xdp_load_bytes(ctx, 0, answer->bytes, last + 1) < 0)
		answer->count = 0;
	__sync_lock_test_and_set(&answer->number, number + 1);
	if (*(volatile uint32_t *)&state.sleeping)
		wake();
}

/*
 * These two are not static: the kernel then verifies them once, and not at each place that calls them, which was two
 * thirds of all that it verified at every start. Such functions return a number; it tells nothing.
 */
int hand_over_in_order(struct xdp_md *ctx);
int hand_over_answer(struct xdp_md *ctx);

/* By one ring, however short or long: they are read in the order in which they came. */
__attribute__((noinline)) int hand_over_in_order(struct xdp_md *ctx)
{
	uint32_t bytes = ctx->data_end - ctx->data;

	if (bytes <= MST_XDP_USUAL_BYTES)
		hand_over_usual(ctx, bytes);
	else
		hand_over_whole(ctx, bytes);
	return 0;
}

__attribute__((noinline)) int hand_over_answer(struct xdp_md *ctx)
{
	uint32_t bytes = ctx->data_end - ctx->data;

	if (bytes <= MST_XDP_ANSWER_BYTES)
		hand_over_short(ctx, bytes);
	else
		hand_over_in_order(ctx);
	return 0;
}

#endif
