/* SPDX-License-Identifier: BSD-2-Clause */
/* handshake.c - see handshake.h. */
#include "handshake/handshake.h"

#include "wire/ipv4.h"

#define TRIES_MAX 4 /* of an opening */

const char *mst_port_act_word(enum mst_port_act act)
{
	static const char *const words[] = {
		[MST_ACT_DATA] = "data",     [MST_ACT_SILENT] = "silent",           [MST_ACT_RESET] = "reset",
		[MST_ACT_CLOSED] = "closed", [MST_ACT_ZERO_WINDOW] = "zero-window",
	};

	return words[act];
}

static void wait_until(struct mst_handshake *handshake, uint32_t moment_ms)
{
	handshake->until_ms = mst_ms_is_past(moment_ms, handshake->end_ms) ? handshake->end_ms : moment_ms;
}

/* The number behind what was sent. */
static uint32_t sent_end(const struct mst_handshake *handshake)
{
	return handshake->sent + (handshake->tries > 0 ? handshake->opening : 0);
}

static struct mst_handshake_step go_on(void)
{
	return (struct mst_handshake_step){ .act = MST_ACT_NOTHING };
}

static struct mst_handshake_step acknowledge(const struct mst_handshake *handshake)
{
	return (struct mst_handshake_step){
		.acknowledge = true,
		.with_opening = handshake->asks && !handshake->acknowledged && !handshake->shut,
	};
}

static struct mst_handshake_step end(enum mst_port_act act, uint32_t reset_seq)
{
	return (struct mst_handshake_step){ .act = act, .reset = true, .reset_seq = reset_seq };
}

/* Sends the opening, or waits for a window; each time for twice as long. */
static struct mst_handshake_step ask(struct mst_handshake *handshake, const struct mst_handshake_waits *waits,
                                     uint32_t now_ms)
{
	handshake->asks = true;
	if (handshake->shut) {
		wait_until(handshake, handshake->end_ms);
		return acknowledge(handshake);
	}
	wait_until(handshake,
	           handshake->tries < TRIES_MAX ? now_ms + (waits->again_ms << handshake->tries) : handshake->end_ms);
	handshake->again |= handshake->tries > 0;
	handshake->tries++;
	return acknowledge(handshake);
}

struct mst_handshake_step mst_handshake_begin(struct mst_handshake *handshake, const struct mst_tcp_view *segment,
                                              bool listens, const struct mst_handshake_waits *waits, uint32_t now_ms)
{
	handshake->sent = segment->ack;
	handshake->wanted = segment->seq + 1;
	handshake->stamp = segment->stamp ? segment->echoed : 0;
	handshake->echo = segment->stamp;
	handshake->scale = segment->scales ? handshake->scale : 0;
	handshake->shut = segment->window < handshake->opening || segment->window == 0;
	handshake->end_ms = now_ms + waits->silence_ms + (listens && handshake->opening ? waits->listen_ms : 0);
	handshake->tries = 0;
	handshake->asks = handshake->acknowledged = handshake->again = false;
	if (handshake->opening && !listens)
		return ask(handshake, waits, now_ms);
	wait_until(handshake, handshake->opening ? now_ms + waits->listen_ms : handshake->end_ms);
	return acknowledge(handshake);
}

/* A RST is believed where it has the number that comes next; in the window it is answered (RFC 5961, section 3.2). */
static struct mst_handshake_step take_reset(struct mst_handshake *handshake, const struct mst_tcp_view *segment)
{
	if (segment->seq == handshake->wanted)
		return (struct mst_handshake_step){ .act = MST_ACT_RESET };
	return segment->seq - handshake->wanted < UINT16_MAX ? acknowledge(handshake) : go_on();
}

static bool acknowledges_ours(const struct mst_handshake *handshake, const struct mst_tcp_view *segment)
{
	return (segment->flags & MST_TCP_ACK) &&
	       segment->ack - handshake->sent <= sent_end(handshake) - handshake->sent;
}

/* Of a segment, what comes next; also when its front is known already. */
static struct mst_handshake_step take_bytes(struct mst_handshake *handshake, const struct mst_tcp_view *segment)
{
	uint32_t known = handshake->wanted - segment->seq; /* so many of its bytes came before */
	struct mst_handshake_step step;

	if (known < segment->payload_bytes) {
		step = end(MST_ACT_DATA, segment->ack);
		step.bytes = segment->payload + known;
		step.size = segment->payload_bytes - known;
		return step;
	}
	if (known == segment->payload_bytes && segment->flags & MST_TCP_FIN)
		return end(MST_ACT_CLOSED, segment->ack);
	/* Something is missing before it, or it is known: its sender learns what is wanted. */
	return segment->payload_bytes || segment->flags & MST_TCP_FIN ? acknowledge(handshake) : go_on();
}

/* A SYN-ACK that comes again: our ACK was lost. */
static struct mst_handshake_step repeat(struct mst_handshake *handshake, const struct mst_tcp_view *segment)
{
	if (segment->seq + 1 != handshake->wanted)
		return go_on();
	handshake->again = true;
	return acknowledge(handshake);
}

/* What the segment says of our own bytes. True: the opening is sent now. */
static bool note_window(struct mst_handshake *handshake, const struct mst_tcp_view *segment)
{
	bool was_shut = handshake->shut;

	handshake->acknowledged |= handshake->tries > 0 && segment->ack == sent_end(handshake);
	handshake->shut = segment->window == 0;
	return was_shut && !handshake->shut && handshake->asks && !handshake->acknowledged;
}

struct mst_handshake_step mst_handshake_take(struct mst_handshake *handshake, const struct mst_tcp_view *segment,
                                             const struct mst_handshake_waits *waits, uint32_t now_ms)
{
	struct mst_handshake_step step;
	bool opened;

	if (segment->flags & MST_TCP_RST)
		return take_reset(handshake, segment);
	if (!acknowledges_ours(handshake, segment))
		return go_on();
	if (handshake->stamp && segment->stamp)
		handshake->echo = segment->stamp;
	if (segment->flags & MST_TCP_SYN)
		return repeat(handshake, segment);
	opened = note_window(handshake, segment);
	step = take_bytes(handshake, segment);
	if (step.act == MST_ACT_NOTHING && opened)
		return ask(handshake, waits, now_ms);
	if (handshake->acknowledged && step.act == MST_ACT_NOTHING)
		wait_until(handshake, handshake->end_ms);
	return step;
}

struct mst_handshake_step mst_handshake_wake(struct mst_handshake *handshake, const struct mst_handshake_waits *waits,
                                             uint32_t now_ms)
{
	if (mst_ms_is_past(now_ms, handshake->end_ms))
		return end(handshake->shut ? MST_ACT_ZERO_WINDOW : MST_ACT_SILENT, sent_end(handshake));
	return ask(handshake, waits, now_ms);
}
