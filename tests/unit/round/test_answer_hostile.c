/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_answer_hostile.c - ten million lies, of which none may become a verdict.
 *
 * The liar sees everything that was sent and knows every checksum; he lacks the key alone. What he says is noise, or
 * a true answer to a question in flight (or given up, or forgotten) with at least one lie in it. The packets are the
 * same in every run.
 */
#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "unit/round/fixture_round.h"

/* Two million where every load is checked: the same kinds of lies, in the same time. */
#ifdef __SANITIZE_ADDRESS__
#define CHECKED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECKED true
#endif
#endif
#ifdef CHECKED
#define LIES 2000000
#else
#define LIES 10000000
#endif

#define QUESTIONS 3000 /* more than the roll holds: some are forgotten */
#define ROOM 2048

struct liar {
	struct fixture *fixture;
	uint64_t state;
	uint8_t *room; /* packets stand at its end: reading past one is reading past the allocation */
	struct packet syns[QUESTIONS];
};

static uint64_t draw(struct liar *liar)
{
	return dice_roll(&liar->state);
}

static uint32_t below(struct liar *liar, uint32_t limit)
{
	return (uint32_t)(draw(liar) >> 32) % limit;
}

static const struct packet *any_syn(struct liar *liar)
{
	return &liar->syns[below(liar, QUESTIONS)];
}

/* ---- what is true ---- */

static bool tells_tcp(const struct packet *packet, const struct packet *syn)
{
	uint8_t flags = packet->bytes[TCP_AT + MST_TCP_FLAGS];
	uint32_t acknowledged = packet_u32(packet, ACK_AT) - packet_u32(syn, TCP_AT + MST_TCP_SEQ);
	bool reset = flags & MST_TCP_RST;

	return packet_u32(packet, MST_IPV4_SOURCE) == packet_u32(syn, MST_IPV4_DESTINATION) &&
	       packet_u16(packet, TCP_AT + MST_TCP_SOURCE) == packet_u16(syn, TCP_AT + MST_TCP_DESTINATION) &&
	       packet_u16(packet, TCP_AT + MST_TCP_DESTINATION) == packet_u16(syn, TCP_AT + MST_TCP_SOURCE) &&
	       (reset || (flags & SYN_ACK) == SYN_ACK) && (acknowledged == 1 || (reset && acknowledged == 0));
}

static bool tells_error(const struct packet *packet, const struct packet *syn)
{
	uint8_t type = packet->bytes[ICMP_AT];

	return (type == MST_ICMP_UNREACHABLE || type == MST_ICMP_TIME_EXCEEDED || type == MST_ICMP_PARAMETER_PROBLEM) &&
	       packet->length >= QUOTED_TCP_AT + 8 && packet->bytes[QUOTED_AT + MST_IPV4_PROTO] == MST_PROTO_TCP &&
	       memcmp(packet->bytes + QUOTED_AT + MST_IPV4_SOURCE, syn->bytes + MST_IPV4_SOURCE, 8) == 0 &&
	       memcmp(packet->bytes + QUOTED_TCP_AT, syn->bytes + TCP_AT, 8) == 0;
}

/* Whether, checksums aside, this says what an answer to this SYN would say. */
static bool is_true(const struct packet *packet, const struct packet *syn)
{
	if (packet_u32(packet, MST_IPV4_DESTINATION) != packet_u32(syn, MST_IPV4_SOURCE))
		return false;
	if (packet->bytes[MST_IPV4_PROTO] == MST_PROTO_TCP)
		return tells_tcp(packet, syn);
	return packet->bytes[MST_IPV4_PROTO] == MST_PROTO_ICMP && tells_error(packet, syn);
}

/* ---- lies ---- */

static struct packet truth(struct liar *liar, const struct packet *syn)
{
	uint8_t code = (uint8_t)below(liar, 16);

	switch (below(liar, 5)) {
	case 0: return answer_tcp(syn, SYN_ACK);
	case 1: return answer_tcp(syn, RST_ACK);
	case 2: return answer_error(syn, ROUTER, MST_ICMP_UNREACHABLE, code);
	case 3: return answer_error(syn, ROUTER, MST_ICMP_TIME_EXCEEDED, 0);
	default: return *syn;
	}
}

static struct packet noise(struct liar *liar)
{
	struct packet packet = { .length = below(liar, PACKET_MAX + 1) };

	for (size_t i = 0; i < packet.length; i += 8) {
		uint64_t bytes = draw(liar);

		memcpy(packet.bytes + i, &bytes, 8);
	}
	return packet;
}

/* Noise of the right shape: a header for us, protocol, types and sums as they should be. */
static struct packet dressed_noise(struct liar *liar)
{
	const struct packet *syn = any_syn(liar);
	struct packet shape = truth(liar, syn), packet = noise(liar);
	size_t headers = shape.bytes[MST_IPV4_PROTO] == MST_PROTO_TCP ? TCP_AT : QUOTED_TCP_AT;

	if (packet.length < shape.length)
		packet.length = shape.length;
	memcpy(packet.bytes, shape.bytes, headers);
	if (headers == TCP_AT) {
		packet.bytes[TCP_AT + MST_TCP_OFFSET] = 0x50;
		packet.bytes[TCP_AT + MST_TCP_FLAGS] = below(liar, 2) ? SYN_ACK : MST_TCP_RST;
		memcpy(packet.bytes + TCP_AT, shape.bytes + TCP_AT, below(liar, 2) ? 4 : 0);
	}
	packet_repair(&packet);
	return packet;
}

/* The sums stay as they were: one changed bit always shows. */
static void flip_a_bit(struct liar *liar, struct packet *packet)
{
	size_t at = below(liar, (uint32_t)packet->length);

	/* Any other sum of TCP would do, but for one: that of the pseudo-header alone is believed. */
	if (at / 2 == (TCP_AT + MST_TCP_CHECKSUM) / 2)
		at = MST_IPV4_TOTAL;
	packet->bytes[at] ^= (uint8_t)(1 << below(liar, 8));
}

/* What an answer is recognised by, as places of 16 bits. */
static const uint8_t tcp_places[] = { 2, 6, 8, 12, 14, 16, 18, 20, 22, 28, 30, 32 };
static const uint8_t icmp_places[] = { 2, 6, 8, 16, 18, 20, 28, 30, 36, 40, 42, 44, 46, 48, 50, 52, 54 };

static size_t any_place(struct liar *liar, const struct packet *packet)
{
	if (packet->bytes[MST_IPV4_PROTO] == MST_PROTO_TCP)
		return tcp_places[below(liar, sizeof tcp_places)];
	return icmp_places[below(liar, sizeof icmp_places)];
}

/* Changes a field: a little, to noise, to another field's, to what belongs to another question. */
static void change(struct liar *liar, struct packet *packet)
{
	struct packet other = truth(liar, any_syn(liar));
	size_t at = any_place(liar, packet), from = any_place(liar, packet);
	uint16_t old = packet_u16(packet, at);

	switch (below(liar, 5)) {
	case 0: packet_put16(packet, at, (uint16_t)(old ^ 1u << below(liar, 16))); break;
	case 1: packet_put16(packet, at, (uint16_t)draw(liar)); break;
	case 2:
		packet_put16(packet, at, packet_u16(packet, from));
		packet_put16(packet, from, old);
		break;
	case 3: packet_put16(packet, at, packet_u16(&other, at)); break;
	case 4: packet_put16(packet, at, (uint16_t)(old + below(liar, 5) - 2)); break;
	}
}

static void cut(struct liar *liar, struct packet *packet)
{
	packet->length = below(liar, (uint32_t)packet->length);
}

/* A true answer with lies in it, its checksums right or not. */
static struct packet lie(struct liar *liar)
{
	const struct packet *syn = any_syn(liar);
	bool repaired = below(liar, 2);
	struct packet packet;

	do {
		packet = truth(liar, syn);
		for (uint32_t changes = 1 + below(liar, 3); changes > 0; changes--)
			change(liar, &packet);
		if (below(liar, 8) == 0)
			cut(liar, &packet);
		if (repaired)
			packet_repair(&packet);
	} while (is_true(&packet, syn));
	return packet;
}

static struct packet next_lie(struct liar *liar)
{
	struct packet packet;

	switch (below(liar, 8)) {
	case 0: return noise(liar);
	case 1: return dressed_noise(liar);
	case 2:
		packet = truth(liar, any_syn(liar));
		flip_a_bit(liar, &packet);
		return packet;
	case 3:
		packet = truth(liar, any_syn(liar));
		cut(liar, &packet);
		return packet;
	default: return lie(liar);
	}
}

/* ---- the trial ---- */

static void tell(struct liar *liar, const struct packet *packet)
{
	uint8_t *bytes = liar->room + ROOM - packet->length;

	memcpy(bytes, packet->bytes, packet->length);
	mst_receiver_read(liar->fixture->round.receiver, DLT_RAW, liar->fixture->now_ns, bytes, packet->length);
}

static struct liar *liar_new(void)
{
	struct liar *liar = calloc(1, sizeof *liar);

	cr_assert_not_null(liar);
	liar->fixture = fixture_new("127.0.0.0/20", "80", 1);
	liar->room = malloc(ROOM);
	cr_assert(mst_plan_forgets(&liar->fixture->plan));
	cr_assert(liar->fixture->plan.capacity.entries < QUESTIONS);
	for (uint64_t i = 0; i < QUESTIONS; i++) {
		while (!mst_roll_has_room(&liar->fixture->round.shared.rolls[0].of[MST_ASK]))
			fixture_give_up(liar->fixture, MST_STANDING_SILENT);
		liar->syns[i] = fixture_ask_at(liar->fixture, i);
	}
	return liar;
}

static void liar_free(struct liar *liar)
{
	fixture_free(liar->fixture);
	free(liar->room);
	free(liar);
}

Test(round_answer_hostile, the_truth_is_believed_and_so_the_lies_had_a_chance)
{
	struct liar *liar = liar_new();
	struct mst_scan_stats counts;

	for (uint64_t i = 0; i < QUESTIONS; i++) {
		struct packet packet = answer_tcp(&liar->syns[i], SYN_ACK);

		cr_assert(is_true(&packet, &liar->syns[i]));
		tell(liar, &packet);
		fixture_words(liar->fixture);
	}
	counts = fixture_counts(liar->fixture);
	cr_assert_eq(counts.answers, QUESTIONS);
	liar_free(liar);
}

Test(round_answer_hostile, no_lie_becomes_a_verdict)
{
	struct liar *liar = liar_new();
	struct mst_scan_stats counts;

	for (uint64_t i = 0; i < LIES; i++) {
		struct packet packet = next_lie(liar);

		tell(liar, &packet);
	}
	counts = fixture_counts(liar->fixture);
	cr_assert_eq(counts.received, LIES);
	cr_assert_gt(counts.strays, LIES / 5, "%lu strays", (unsigned long)counts.strays);
	cr_assert_gt(counts.malformed, LIES / 5, "%lu malformed", (unsigned long)counts.malformed);
	/* Fragments count once for each packet that they do not make, when it is dropped. */
	cr_assert_leq(counts.strays + counts.malformed, LIES);
	cr_assert_eq(counts.answers, 0);
	cr_assert_str_empty(fixture_words(liar->fixture));
	liar_free(liar);
}
