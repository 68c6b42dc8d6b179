/* SPDX-License-Identifier: BSD-2-Clause */
/* test_usual.c - the usual frame is read at fixed places, and says what the reader of all others says of it. */
#include "wire/usual.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#include "dice.h"
#include "frames.h"
#include "wire/frame.h"

#define ETHERNET_BYTES 14
#define ROUNDS 200000
#define OPTIONS_MAX 40
#define PAYLOAD_MAX 9
#define PADDING_MAX 7

static bool same_tcp(const struct mst_tcp_view *a, const struct mst_tcp_view *b)
{
	return a->source == b->source && a->destination == b->destination && a->seq == b->seq && a->ack == b->ack &&
	       a->stamp == b->stamp && a->echoed == b->echoed && a->window == b->window && a->scales == b->scales &&
	       a->flags == b->flags && a->payload == b->payload && a->payload_bytes == b->payload_bytes;
}

static bool same(const struct mst_view *a, const struct mst_view *b)
{
	return a->kind == b->kind && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->destination, &b->destination) && a->ttl == b->ttl && a->proto == b->proto &&
	       a->vlan == b->vlan && same_tcp(&a->tcp, &b->tcp);
}

/* With any options, true and senseless ones, and any payload. */
static struct packet any_segment(uint64_t *dice)
{
	struct packet packet = packet_tcp((uint32_t)dice_roll(dice), (uint32_t)dice_roll(dice),
	                                  (uint16_t)dice_roll(dice), (uint16_t)dice_roll(dice),
	                                  (uint32_t)dice_roll(dice), (uint8_t)dice_roll(dice));
	size_t options = dice_roll(dice) % 3 ? 0 : dice_roll(dice) % (OPTIONS_MAX / 4 + 1) * 4;
	size_t payload = dice_roll(dice) % 3 ? 0 : dice_roll(dice) % PAYLOAD_MAX;

	for (size_t i = 0; i < options + payload; i++)
		packet.bytes[packet.length++] = (uint8_t)(dice_roll(dice) % 11);
	packet.bytes[MST_IPV4_BYTES + MST_TCP_OFFSET] = (uint8_t)((MST_TCP_BYTES + options) / 4 << 4);
	packet_finish(&packet);
	return packet;
}

/* One byte is another one, and its sums are right or not. */
static void spoil(struct packet *packet, uint64_t *dice)
{
	size_t at = dice_roll(dice) % packet->length, length = packet->length;

	packet->bytes[at] ^= (uint8_t)(1 << dice_roll(dice) % 8);
	if (dice_roll(dice) % 2 && (packet->bytes[0] & 15) * 4u + MST_TCP_BYTES <= length)
		packet_finish(packet);
}

Test(wire_usual, ethernet_says_what_the_bare_packet_says)
{
	unsigned usual = 0, others = 0;
	uint64_t dice = 22;

	for (unsigned round = 0; round < ROUNDS; round++) {
		struct packet packet = any_segment(&dice);
		size_t padding = dice_roll(&dice) % PADDING_MAX, cut, count;
		enum mst_fate framed_fate, bare_fate;
		struct mst_view framed, bare;
		uint8_t *frame;

		for (uint64_t spoils = dice_roll(&dice) % 3; spoils > 0; spoils--)
			spoil(&packet, &dice);
		cut = dice_roll(&dice) % 8 ? 0 : dice_roll(&dice) % packet.length;
		count = ETHERNET_BYTES + packet.length + padding - cut;
		frame = calloc(1, count); /* of just that size: what is read beyond it is found */
		memcpy(frame + ETHERNET_BYTES, packet.bytes,
		       packet.length < count - ETHERNET_BYTES ? packet.length : count - ETHERNET_BYTES);
		mst_put_be16(frame + 12, MST_ETHERTYPE_IPV4);
		framed_fate = mst_frame_read(&framed, DLT_EN10MB, frame, count);
		bare_fate = mst_frame_read(&bare, DLT_RAW, frame + ETHERNET_BYTES, count - ETHERNET_BYTES);
		cr_assert_eq(framed_fate, bare_fate, "round %u: %d, not %d", round, (int)framed_fate, (int)bare_fate);
		cr_assert_eq(framed.ethernet, frame);
		cr_assert(framed_fate != MST_FATE_WHOLE || same(&framed, &bare), "round %u", round);
		usual += mst_usual_read(&framed, frame, count);
		others += framed_fate != MST_FATE_WHOLE;
		free(frame);
	}
	cr_assert_gt(usual, ROUNDS / 4);
	cr_assert_gt(others, ROUNDS / 10);
}

Test(wire_usual, sums_left_to_the_card_are_read_by_the_other_reader)
{
	struct packet packet = packet_tcp(1, 2, 3, 4, 5, MST_TCP_SYN | MST_TCP_ACK);
	uint32_t pseudo = mst_sum_bytes(MST_PROTO_TCP + MST_TCP_BYTES, packet.bytes + MST_IPV4_SOURCE, 8);
	uint8_t frame[MST_USUAL_BYTES] = { [12] = 0x08 };
	struct mst_view view = { 0 };

	mst_put_be16(packet.bytes + MST_IPV4_BYTES + MST_TCP_CHECKSUM, mst_sum_fold(pseudo));
	memcpy(frame + ETHERNET_BYTES, packet.bytes, packet.length);
	cr_expect_not(mst_usual_read(&view, frame, sizeof frame));
	cr_expect_eq(mst_frame_read(&view, DLT_EN10MB, frame, sizeof frame), MST_FATE_WHOLE);
}
