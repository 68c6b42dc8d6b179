/* SPDX-License-Identifier: BSD-2-Clause */
/* rx.c - describes Rx, which carries the calls of AFS: kinds of packets, and what is acknowledged. */
#include "dissect/payload/describers.h"

#define HEADER_BYTES 28
#define SOFT_ACK 1

enum { ACK = 2 };

static void add_kind(struct mst_line *line, uint8_t kind)
{
	static const char *const kinds[] = { NULL,       "data",  "ack",    "busy", "abort", "ackall", "challenge",
		                             "response", "debug", "params", NULL,   NULL,    NULL,     "version" };

	if (kind < sizeof kinds / sizeof *kinds && kinds[kind])
		mst_line_add(line, " rx %s", kinds[kind]);
	else
		mst_line_add(line, " rx type %u", kind);
}

static bool is_acked(const uint8_t *acks, size_t at)
{
	return acks[at] == SOFT_ACK;
}

/* " acked 5-6,8": runs of packets that have arrived, or have not. */
static void add_runs(struct mst_line *line, const uint8_t *acks, size_t count, uint32_t first, bool acked)
{
	bool any = false;

	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && is_acked(acks, end) == acked; end++)
			;
		if (end == i) {
			end++;
			continue;
		}
		mst_line_add(line, "%s%u", any ? "," : acked ? " acked " : " nacked ", (uint32_t)(first + i));
		if (end - i > 1)
			mst_line_add(line, "-%u", (uint32_t)(first + end - 1));
		any = true;
	}
}

static void describe_ack(struct mst_line *line, struct mst_reader r)
{
	static const char *const reasons[] = { "ack requested",
		                               "duplicate packet",
		                               "out of sequence",
		                               "exceeds window",
		                               "no buffer space",
		                               "ping",
		                               "ping response",
		                               "delay",
		                               "idle" };
	uint32_t first, serial;
	uint8_t reason, count;
	const uint8_t *acks;

	mst_skip(&r, 4); /* space for buffers, largest difference */
	first = mst_read_be32(&r);
	mst_skip(&r, 4); /* the packet before */
	serial = mst_read_be32(&r);
	reason = mst_read_u8(&r);
	count = mst_read_u8(&r);
	if (r.short_read) {
		mst_line_add(line, " [|ack]");
		return;
	}
	mst_line_add(line, " first %u serial %u reason ", first, serial);
	if (reason > 0 && reason <= sizeof reasons / sizeof *reasons)
		mst_line_add(line, "%s", reasons[reason - 1]);
	else
		mst_line_add(line, "#%u", reason);
	acks = mst_read_bytes(&r, count);
	if (!acks) {
		mst_line_add(line, " [|ack]");
		return;
	}
	add_runs(line, acks, count, first, true);
	add_runs(line, acks, count, first, false);
}

bool mst_describe_rx(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t kind;

	mst_skip(&r, 20);
	kind = mst_read_u8(&r);
	mst_skip(&r, HEADER_BYTES - 21);
	if (r.short_read) {
		mst_line_add(line, " [|rx]");
	} else {
		add_kind(line, kind);
		if (kind == ACK)
			describe_ack(line, r);
	}
	mst_line_add(line, " (%zu)", layer->declared);
	return true;
}
