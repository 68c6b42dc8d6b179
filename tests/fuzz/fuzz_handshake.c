/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_handshake.c - handshakes with sixteen hosts that send what the input says, while time passes. Each has one
 * outcome, in time; what is told of data is what came next; what is sent has right numbers and is read back whole.
 *
 *     byte 0   bits: IPv6; the hosts speak first; many at one host; the rest is a banner that is overheard
 *     byte 1   the length of the opening; of a banner, its port
 *     rest     events of six bytes, see play()
 */
#include <assert.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "base/service_draft.h"
#include "converse/overhear.h"
#include "handshake/handshakes.h"
#include "handshake/opening.h"
#include "handshake/segment.h"
#include "wire/ipv4.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

enum { IPV6 = 1, LISTENS = 2, MANY = 4, OVERHEARD = 128 };
enum { HOSTS = 16, PORTS = 4, ROOM = 16, EVENT = 6, EVENTS_MAX = 500 };
enum { OUR_PORT = 50000, THEIR_FIRST = 0xfffffff0, OUR_FIRST = 0xffffff00 };

static const struct mst_handshake_waits waits = { .listen_ms = 300, .silence_ms = 2000, .again_ms = 400 };

struct game {
	struct mst_handshakes handshakes;
	uint32_t now_ms;
	uint8_t how;
	uint16_t opening;
	bool runs[HOSTS * PORTS];
	uint32_t since_ms[HOSTS * PORTS];
	unsigned at_host[HOSTS];
	uint32_t count;
};

static struct mst_addr host(const struct game *game, unsigned number)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000000 + number);

	if (game->how & IPV6) {
		addr = (struct mst_addr){ .bytes = { 0x20, 0x01, 0x0d, 0xb8 }, .family = MST_IPV6 };
		addr.bytes[15] = (uint8_t)number;
	}
	return addr;
}

/* The byte of a server with this number, so that it shows where it belongs. */
static uint8_t byte_at(uint32_t number)
{
	return (uint8_t)(number * 167 + 13);
}

static void check_sent(const struct mst_handshake *handshake, const struct mst_handshake_step *step)
{
	static const uint8_t text[MST_OPENING_BYTES];
	struct mst_addr source = handshake->addr.family == MST_IPV6 ? handshake->addr : mst_addr_from_ipv4(1);
	struct mst_segment segment = {
		.source = &source,
		.destination = &handshake->addr,
		.source_port = handshake->our_port,
		.destination_port = handshake->port,
		.seq = step->reset ? step->reset_seq : handshake->sent,
		.ack = handshake->wanted,
		.stamp = handshake->stamp,
		.echo = handshake->echo,
		.flags = step->reset ? MST_TCP_RST | MST_TCP_ACK : MST_TCP_ACK,
		.ttl = 64,
		.payload = text,
		.payload_bytes = step->with_opening ? handshake->opening : 0,
	};
	uint8_t bytes[MST_SEGMENT_BYTES + MST_OPENING_BYTES] = { 0 };
	size_t size = mst_segment_write(bytes, &segment);
	struct mst_view view;

	assert(size <= MST_SEGMENT_BYTES);
	memcpy(bytes + size, text, segment.payload_bytes);
	assert(mst_frame_read(&view, DLT_RAW, bytes, size + segment.payload_bytes) == MST_FATE_WHOLE);
	assert(mst_addr_equal(&view.destination, &handshake->addr) && view.tcp.source == OUR_PORT);
	assert(view.tcp.seq == segment.seq && view.tcp.ack == segment.ack && view.tcp.flags == segment.flags);
	assert(view.tcp.stamp == segment.stamp);
	assert(view.tcp.payload_bytes == segment.payload_bytes);
}

/* What was told of a segment is its, and comes next. */
static void check_data(const struct mst_handshake *handshake, const struct mst_handshake_step *step,
                       const struct mst_tcp_view *segment)
{
	assert(step->size > 0 && step->bytes >= segment->payload);
	assert(step->bytes + step->size == segment->payload + segment->payload_bytes);
	assert(step->bytes[0] == byte_at(handshake->wanted));
	assert(!(segment->flags & (MST_TCP_RST | MST_TCP_SYN)) && segment->flags & MST_TCP_ACK);
}

static void do_step(struct game *game, unsigned at, struct mst_handshake *handshake, struct mst_handshake_step step,
                    const struct mst_tcp_view *segment)
{
	struct mst_addr addr = handshake->addr;
	uint16_t port = handshake->port;

	assert(game->runs[at]);
	assert(!(step.acknowledge && step.reset));
	assert(!step.with_opening || (step.acknowledge && handshake->opening && !handshake->shut));
	assert(!step.reset || step.reset_seq - handshake->sent <= (handshake->tries ? handshake->opening : 0U));
	assert(step.reset == (step.act != MST_ACT_NOTHING && step.act != MST_ACT_RESET));
	if (step.act == MST_ACT_DATA)
		check_data(handshake, &step, segment);
	if (step.acknowledge || step.reset)
		check_sent(handshake, &step);
	if (step.act == MST_ACT_NOTHING) {
		assert(!mst_ms_is_past(handshake->until_ms, handshake->end_ms + 1));
		return;
	}
	assert(mst_port_act_word(step.act));
	mst_handshakes_drop(&game->handshakes, handshake, game->now_ms);
	assert(!mst_handshakes_find(&game->handshakes, &addr, port));
	assert(mst_handshakes_over(&game->handshakes, &addr, port));
	game->runs[at] = false;
	game->at_host[at / PORTS]--;
	game->count--;
}

/* Numbers far from those that are due are tried by the largest differences. */
static uint32_t near(uint32_t number, uint8_t by)
{
	uint32_t sign = by < 0x80 ? 0 : 0xffffff00;

	if (by >= 0x70 && by < 0x90)
		return number + ((uint32_t)by << 24);
	return number + (sign | by);
}

static void begin(struct game *game, unsigned at, const struct mst_tcp_view *segment)
{
	struct mst_addr addr = host(game, at / PORTS);
	struct mst_handshake *handshake = mst_handshakes_add(&game->handshakes, &addr, (uint16_t)(1 + at % PORTS));

	if (!handshake)
		return;
	game->runs[at] = true;
	game->since_ms[at] = game->now_ms;
	game->count++;
	assert(++game->at_host[at / PORTS] <= game->handshakes.per_host);
	handshake->our_port = OUR_PORT;
	handshake->opening = game->opening;
	do_step(game, at, handshake, mst_handshake_begin(handshake, segment, game->how & LISTENS, &waits, game->now_ms),
	        segment);
}

/* In memory of its own size. */
static void hear(struct game *game, const uint8_t *event)
{
	unsigned at = event[0] % (HOSTS * PORTS);
	struct mst_addr addr = host(game, at / PORTS);
	struct mst_handshake *handshake = mst_handshakes_find(&game->handshakes, &addr, (uint16_t)(1 + at % PORTS));
	uint32_t wanted = handshake ? handshake->wanted : THEIR_FIRST + 1;
	struct mst_tcp_view segment = {
		.flags = event[1] & 0x3f,
		.seq = near(wanted, event[2]),
		.ack = near(OUR_FIRST, 0) + (event[3] & 1 ? game->opening : 0) + (event[3] >> 4),
		.window = (uint16_t)(event[3] & 2 ? 0 : event[4] << 4 | 1),
		.stamp = event[3] & 4 ? 0 : game->now_ms + 1,
		.echoed = 77,
		.payload_bytes = event[5],
	};
	uint8_t *copy = malloc(segment.payload_bytes + 1);

	assert(copy && (handshake != NULL) == game->runs[at]);
	for (size_t i = 0; i < segment.payload_bytes; i++)
		copy[i] = byte_at(segment.seq + (uint32_t)i);
	segment.payload = copy;
	if (handshake)
		do_step(game, at, handshake, mst_handshake_take(handshake, &segment, &waits, game->now_ms), &segment);
	else if (segment.flags & MST_TCP_SYN)
		begin(game, at, &segment);
	free(copy);
}

static void pass(struct game *game, uint32_t by_ms)
{
	uint32_t steps = 4 * ROOM;
	struct mst_handshake *handshake;

	game->now_ms += by_ms;
	while ((handshake = mst_handshakes_due(&game->handshakes, game->now_ms, &steps))) {
		unsigned number = handshake->addr.bytes[game->how & IPV6 ? 15 : 3];
		unsigned at = number * PORTS + handshake->port - 1U;

		do_step(game, at, handshake, mst_handshake_wake(handshake, &waits, game->now_ms), NULL);
	}
	for (unsigned at = 0; at < HOSTS * PORTS; at++)
		assert(!game->runs[at] || game->now_ms - game->since_ms[at] < waits.listen_ms + waits.silence_ms);
}

/* An event is a segment, or time that passes. */
static void play(struct game *game, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i + EVENT <= count && i < (size_t)EVENTS_MAX * EVENT; i += EVENT) {
		if (bytes[i] & 0x80)
			pass(game, bytes[i + 1] * 4u);
		else
			hear(game, bytes + i);
		assert(game->handshakes.count == game->count && game->count < ROOM);
	}
	pass(game, waits.listen_ms + waits.silence_ms);
	assert(game->handshakes.count == 0);
}

static void overhear(uint16_t port, const uint8_t *bytes, size_t count)
{
	static struct mst_matcher *matcher;
	static struct mst_dialogue_ports ports;
	static struct mst_signatures *signatures;
	static struct mst_service_draft draft;
	struct mst_open_port open = { .addr = mst_addr_from_ipv4(0x7f000001), .port = port, .proto = 6 };
	uint8_t *copy = malloc(count + 1);
	struct mst_error err;

	if (!copy || (!matcher &&
	              (mst_signatures_new(&signatures, &err) < 0 || mst_matcher_new(&matcher, signatures, &err) < 0)))
		abort();
	mst_dialogue_ports_fill(&ports);
	memcpy(copy, bytes, count);
	mst_draft_begin(&draft);
	mst_draft_set(&draft, MST_SERVICE_BANNER, copy, count);
	if (mst_overhear(matcher, &ports, &open, copy, count, &draft))
		assert(mst_draft_knows(&draft, MST_SERVICE_NAME));
	free(copy);
	for (int i = 0; i < MST_SERVICE_FIELD_COUNT; i++)
		assert(draft.service.of[i].size <= mst_service_field_most((enum mst_service_field)i));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	struct game game = { .now_ms = 0xfffff000 };

	if (count < 2)
		return 0;
	if (bytes[0] & OVERHEARD) {
		overhear((uint16_t)(bytes[1] | (bytes[0] & 0x7f) << 8), bytes + 2, count < 2000 ? count - 2 : 1998);
		return 0;
	}
	game.how = bytes[0];
	game.opening = bytes[1];
	if (mst_handshakes_open(&game.handshakes, ROOM, game.how & MANY ? 255 : 4) < 0)
		abort();
	play(&game, bytes + 2, count - 2);
	mst_handshakes_close(&game.handshakes);
	return 0;
}
