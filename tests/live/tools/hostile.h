/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostile.h - answers that are almost right. Each mutator turns the right answer to a probe into one that must not be
 * believed. `responder --hostile` chooses at random from the table at the end.
 */
#ifndef TEST_HOSTILE_H
#define TEST_HOSTILE_H

#include "forge.h"

struct dice {
	uint64_t state;
};

/* xorshift64* (Vigna 2016), seeded, so that a test repeats exactly. */
static inline uint32_t roll_dice(struct dice *dice)
{
	dice->state ^= dice->state >> 12;
	dice->state ^= dice->state << 25;
	dice->state ^= dice->state >> 27;
	return (uint32_t)((dice->state * UINT64_C(2685821657736338717)) >> 32);
}

static inline uint32_t roll_nonzero(struct dice *dice)
{
	uint32_t value = roll_dice(dice);

	return value ? value : 1;
}

static inline void forge_good(struct forged *frame, const struct asked *q, bool reset)
{
	if (q->proto == IPPROTO_TCP)
		forge_tcp(frame, q, reset ? TH_RST | TH_ACK : TH_SYN | TH_ACK);
	else
		forge_echo_reply(frame, q);
}

static void wrong_ticket(struct forged *frame, struct asked q, struct dice *dice)
{
	uint32_t flip = roll_nonzero(dice);

	q.seq ^= flip;
	q.echo_id ^= (uint16_t)flip;
	q.echo_seq ^= (uint16_t)(flip >> 16);
	forge_good(frame, &q, flip & 1);
}

#define ECHO_TARGET_AT \
	12 /* in the payload of an echo request: the target's address, by which an answer from another one is ours */

static void wrong_sender(struct forged *frame, struct asked q, struct dice *dice)
{
	if (q.payload_bytes > ECHO_TARGET_AT)
		q.payload_bytes = ECHO_TARGET_AT;
	q.target ^= roll_dice(dice) % 0xffff + 1;
	forge_good(frame, &q, roll_dice(dice) & 1);
}

static void wrong_port(struct forged *frame, struct asked q, struct dice *dice)
{
	uint16_t flip = (uint16_t)(roll_dice(dice) % 0xffff + 1);

	if (q.proto != IPPROTO_TCP) {
		wrong_ticket(frame, q, dice);
		return;
	}
	if (flip & 1)
		q.port ^= flip;
	else
		q.asker_port ^= flip;
	forge_tcp(frame, &q, flip & 2 ? TH_SYN | TH_ACK : TH_RST | TH_ACK);
}

/* One bit anywhere in the packet: no Internet checksum misses it. */
static void one_bit(struct forged *frame, struct asked q, struct dice *dice)
{
	uint32_t bit;

	forge_good(frame, &q, roll_dice(dice) & 1);
	bit = roll_dice(dice) % (uint32_t)((frame->count - sizeof(struct ether_header)) * 8);
	frame->bytes[sizeof(struct ether_header) + bit / 8] ^= (uint8_t)(1 << bit % 8);
}

static void bad_sum(struct forged *frame, struct asked q, struct dice *dice)
{
	static const size_t icmp_fields[] = { 14 + 10, L4_AT + 2 }, tcp_fields[] = { 14 + 10, L4_AT + 16 };
	uint32_t draw = roll_dice(dice);
	size_t at = (q.proto == IPPROTO_TCP ? tcp_fields : icmp_fields)[draw & 1];

	forge_good(frame, &q, draw & 2);
	/* Not all ones: 0xffff and 0 are the same number to a checksum. The high byte alone keeps clear of it. */
	frame->bytes[at] ^= (uint8_t)(1 + (draw >> 8) % 0x7f);
}

static void cut(struct forged *frame, struct asked q, struct dice *dice)
{
	forge_good(frame, &q, roll_dice(dice) & 1);
	frame->count = 14 + roll_dice(dice) % (frame->count - 14);
}

/* The ICMP error quotes a probe that was never sent: another ticket, target, source or protocol. */
static void wrong_quote(struct forged *frame, struct asked q, struct dice *dice)
{
	static const uint8_t types[] = { ICMP_DEST_UNREACH, ICMP_TIME_EXCEEDED, ICMP_DEST_UNREACH };
	uint32_t draw = roll_dice(dice);
	uint8_t *quote = frame->bytes + L4_AT + 8;

	forge_error(frame, &q, q.target ^ 1, types[draw % 3], (uint8_t)(draw >> 8) % 4);
	switch (draw >> 16 & 3) {
	case 0:
		quote[IP_BYTES + 4 + (draw >> 20 & 3)] ^= (uint8_t)(1 + (draw >> 24) % 0xff); /* both kinds' ticket */
		break;
	case 1: quote[16 + (draw >> 20 & 3)] ^= (uint8_t)(1 + (draw >> 24) % 0xff); break;
	case 2: quote[12 + (draw >> 20 & 3)] ^= (uint8_t)(1 + (draw >> 24) % 0xff); break;
	default: quote[9] ^= IPPROTO_TCP ^ IPPROTO_ICMP;
	}
	seal(frame);
}

/* Wrong lengths with right checksums. */
static void lying_lengths(struct forged *frame, struct asked q, struct dice *dice)
{
	uint32_t draw = roll_dice(dice);
	uint8_t *ip = frame->bytes + sizeof(struct ether_header);

	forge_good(frame, &q, draw & 1);
	if (draw & 2 && q.proto == IPPROTO_TCP)
		frame->bytes[L4_AT + 12] = (uint8_t)((draw >> 4) % 2 ? (6 + (draw >> 8) % 10) << 4
		                                                     : (draw >> 8) % 5 << 4);
	else
		put16(ip + 2, (uint16_t)(frame->count + 1 + (draw >> 8) % 1000));
	seal(frame);
}

static void random_bytes(struct forged *frame, struct asked q, struct dice *dice)
{
	forge_good(frame, &q, false);
	frame->count = 14 + 1 + roll_dice(dice) % (FRAME_MAX - 15);
	for (size_t i = 14; i < frame->count; i++)
		frame->bytes[i] = (uint8_t)roll_dice(dice);
	if (roll_dice(dice) & 1 && frame->count > L4_AT) {
		uint8_t proto = roll_dice(dice) & 1 ? IPPROTO_TCP : IPPROTO_ICMP;
		struct forged header;

		start_frame(&header, &q, q.target, proto, frame->count - L4_AT);
		memcpy(frame->bytes + 14, header.bytes + 14, IP_BYTES);
		if (frame->count >= L4_AT + 20)
			seal(frame);
	}
}

/* A TCP checksum that a network card has yet to finish holds the pseudo-header's sum. Such frames are everyday on
 * virtual links and may be believed, so a lie must not look like one by accident. */
static inline bool looks_unfinished(const struct forged *frame)
{
	const uint8_t *ip = frame->bytes + sizeof(struct ether_header);
	uint32_t l4_bytes = (uint32_t)(frame->count - L4_AT);

	if (frame->count < L4_AT + 20 || ip[9] != IPPROTO_TCP)
		return false;
	return (frame->bytes[L4_AT + 16] << 8 | frame->bytes[L4_AT + 17]) ==
	       0xffff - checksum_of(sum_of(IPPROTO_TCP + l4_bytes, ip + 12, 8));
}

typedef void mutator(struct forged *frame, struct asked q, struct dice *dice);

static const struct {
	const char *name;
	mutator *make;
} mutators[] = {
	{ "ticket", wrong_ticket }, { "sender", wrong_sender },   { "port", wrong_port },
	{ "bit", one_bit },         { "sum", bad_sum },           { "cut", cut },
	{ "quote", wrong_quote },   { "lengths", lying_lengths }, { "random", random_bytes },
};
#define MUTATORS (sizeof mutators / sizeof mutators[0])

#endif
