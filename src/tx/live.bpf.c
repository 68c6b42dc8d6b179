/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * live.bpf.c - sends frames that user space has built, from inside the kernel. See live.h.
 *
 * send_live runs once for each frame of a burst. `state.next` counts its runs, so each run copies the next frame of the
 * shared array over the one that the kernel made, and redirects it. watch_live runs after each bulk that the kernel
 * hands to a device, and adds what the device took. A bulk has up to 16 frames; a device takes some from its front, and
 * refuses the rest. From then on `full` stops send_live; only the frame that had opened the next bulk may still leave:
 * `extra`. live.c has the drawing.
 *
 * The verifier must see bounds: frames are copied by loops of fixed length, each access below data_end. The lengths of
 * SYNs and echo requests over IPv4 are copied by eight bytes at a time, every other by two.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdint.h>

#include <bpf/bpf_helpers.h>

#include "tx/live.h"

#define ETHERNET_BYTES 14
#define PROBE_BYTES 80
#define ECHO_BYTES 58  /* a whole echo request over IPv4 */
#define SYN_BYTES 74   /* a whole SYN over IPv4, as --syn-options linux has it; mss has ECHO_BYTES */
#define SHORT_BYTES 66 /* as windows has it */

/* struct mst_frame of tx/tx.h; the word types may alias, and need no alignment here. */
typedef uint64_t __attribute__((may_alias)) word;
typedef uint16_t __attribute__((may_alias)) half;
struct frame {
	uint16_t length;
	uint8_t bytes[ETHERNET_BYTES + PROBE_BYTES];
	uint32_t ifindex;
	uint32_t slot;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* set before loading */
	__type(key, uint32_t);
	__type(value, struct frame);
} frames SEC(".maps");

struct mst_live_state state;

/* `bytes` is a constant where this is called, and even. */
static inline __attribute__((always_inline)) bool copy_whole(uint8_t *to, const void *end, const struct frame *frame,
                                                             uint32_t bytes)
{
	if (to + bytes > (const uint8_t *)end)
		return false;
#pragma unroll
	for (uint32_t i = 0; i < bytes / 8; i++)
		((word *)to)[i] = ((const word *)frame->bytes)[i];
#pragma unroll
	for (uint32_t i = bytes / 8 * 4; i < bytes / 2; i++)
		((half *)to)[i] = ((const half *)frame->bytes)[i];
	return true;
}

static inline void copy_any(uint8_t *to, const void *end, const struct frame *frame)
{
#pragma unroll
	for (int i = 0; i < (ETHERNET_BYTES + PROBE_BYTES) / 2; i++) {
		if (to + 2 * i + 2 > (const uint8_t *)end)
			return;
		((half *)to)[i] = ((const half *)frame->bytes)[i];
	}
}

static inline void copy(struct xdp_md *ctx, const struct frame *frame, int bytes)
{
	void *to = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (bytes == SYN_BYTES && copy_whole(to, end, frame, SYN_BYTES))
		return;
	if (bytes == SHORT_BYTES && copy_whole(to, end, frame, SHORT_BYTES))
		return;
	if (bytes == ECHO_BYTES && copy_whole(to, end, frame, ECHO_BYTES))
		return;
	copy_any(to, end, frame);
}

SEC("xdp")
int send_live(struct xdp_md *ctx)
{
	uint32_t at = state.next;
	int have = (int)(ctx->data_end - ctx->data);
	struct frame *frame;
	int wanted;

	if (state.full || at >= state.count)
		return XDP_DROP;
	if (at == 0)
		state.task = bpf_get_current_task();
	frame = bpf_map_lookup_elem(&frames, &at);
	if (!frame)
		return XDP_DROP;
	state.next = at + 1;
	wanted = ETHERNET_BYTES + frame->length;
	if (have != wanted && bpf_xdp_adjust_tail(ctx, wanted - have) < 0)
		return XDP_DROP;
	copy(ctx, frame, wanted);
	return (int)bpf_redirect(frame->ifindex, 0);
}

/*
 * The arguments: device from, device to, sent, drops, error. The thread that makes this call may have a bulk of others
 * on its hands: what arrived meanwhile, and a program of somebody else redirects. The kernel lets nothing of that in
 * between the first frame of a batch and the flush behind its last (softirqs are disabled), so while frames are under
 * way the bulk is ours, and at any other time it is not. Another lane's bulks are of another thread.
 *
 * A raw tracepoint, for one that is typed (tp_btf) makes libbpf read all types of the kernel at every start: 12 ms.
 */
SEC("raw_tp/xdp_devmap_xmit")
int watch_live(const struct bpf_raw_tracepoint_args *bulk)
{
	uint32_t sent = (uint32_t)bulk->args[2];
	uint32_t drops = (uint32_t)bulk->args[3];
	uint32_t under_way = state.next - state.told;

	if (state.count == 0 || state.task != bpf_get_current_task() || sent + drops > under_way)
		return 0;
	state.told += sent + drops;
	if (state.full)
		state.extra += sent;
	else
		state.left += sent;
	if (drops > 0)
		state.full = 1;
	if ((int)bulk->args[4] < 0)
		state.error = (int)bulk->args[4];
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
