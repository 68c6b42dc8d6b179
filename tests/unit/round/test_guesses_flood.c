/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_guesses_flood.c - frames of a sender off the path, who knows every question and sees no probe.
 *
 * He sends what would answer the questions, with random numbers where the key decides. The bound of guesses.h is that
 * one wrong verdict that is not marked comes in a thousand such runs; this one is the same in every run, and has none.
 * MUSTER_FLOOD is the number of frames of each kind: bench/flood sends 10^8.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "round/guesses.h"
#include "unit/round/fixture_round.h"

#define ASKED 500
#define ROUND_FRAMES 4096
#define FEW_FRAMES 60000 /* of a kind: a million in all */

struct flood {
	struct fixture *fixture;
	uint64_t state;
	uint64_t marked, unmarked; /* verdicts */
	struct packet probes[ASKED];
};

static uint64_t draw(struct flood *flood)
{
	return dice_roll(&flood->state);
}

static uint64_t frames_of_kind(void)
{
	const char *given = getenv("MUSTER_FLOOD");

	return given ? strtoull(given, NULL, 10) : FEW_FRAMES;
}

/* ---- what he sends ---- */

/* One of the source ports that may be. */
static uint16_t any_port(struct flood *flood)
{
	const struct mst_probe_setup *setup = &flood->fixture->plan.setup;

	return (uint16_t)(setup->source_port_first + (uint32_t)(draw(flood) >> 32) % setup->source_ports);
}

static struct packet forged_tcp(struct flood *flood, const struct packet *probe, uint8_t flags)
{
	struct packet packet = answer_tcp(probe, flags);

	packet_put16(&packet, TCP_AT + MST_TCP_DESTINATION, any_port(flood));
	packet_put32(&packet, TCP_AT + MST_TCP_SEQ, (uint32_t)draw(flood));
	packet_put32(&packet, ACK_AT, (uint32_t)draw(flood));
	packet_repair(&packet);
	return packet;
}

static struct packet reset(struct flood *flood, const struct packet *probe)
{
	return forged_tcp(flood, probe, RST_ACK);
}

static struct packet syn_ack(struct flood *flood, const struct packet *probe)
{
	return forged_tcp(flood, probe, SYN_ACK);
}

/* Quotes eight bytes, in which source port, ticket and identification are guessed. */
static struct packet error(struct flood *flood, const struct packet *probe)
{
	struct packet packet = answer_error(probe, ROUTER, MST_ICMP_UNREACHABLE, 3);
	bool icmp = packet.bytes[QUOTED_AT + MST_IPV4_PROTO] == MST_PROTO_ICMP;

	packet_put16(&packet, QUOTED_AT + MST_IPV4_ID, (uint16_t)draw(flood));
	if (!icmp)
		packet_put16(&packet, QUOTED_TCP_AT, any_port(flood));
	packet_put32(&packet, QUOTED_TCP_AT + 4, (uint32_t)draw(flood));
	packet_repair(&packet);
	return packet;
}

static struct packet echo(struct flood *flood, const struct packet *probe)
{
	struct packet packet = answer_icmp(probe);

	packet_put32(&packet, ICMP_AT + MST_ICMP_ID, (uint32_t)draw(flood));
	packet_put32(&packet, ICMP_AT + MST_ICMP_BYTES + 8, (uint32_t)draw(flood));
	packet_repair(&packet);
	return packet;
}

static struct packet short_echo(struct flood *flood, const struct packet *probe)
{
	struct packet packet = echo(flood, probe);

	packet.length = ICMP_AT + MST_ICMP_BYTES;
	packet_repair(&packet);
	return packet;
}

/* Eight bytes of payload, the first two are a guess at an identifier. */
static struct packet datagram(struct flood *flood, const struct packet *probe)
{
	struct packet packet = { .length = MST_IPV4_BYTES + MST_UDP_BYTES + 8 };

	memcpy(packet.bytes, probe->bytes, MST_IPV4_BYTES);
	packet_put32(&packet, MST_IPV4_SOURCE, packet_u32(probe, MST_IPV4_DESTINATION));
	packet_put32(&packet, MST_IPV4_DESTINATION, packet_u32(probe, MST_IPV4_SOURCE));
	packet_put16(&packet, TCP_AT, packet_u16(probe, TCP_AT + MST_UDP_DESTINATION));
	packet_put16(&packet, TCP_AT + MST_UDP_DESTINATION, any_port(flood));
	packet_put16(&packet, TCP_AT + MST_UDP_LENGTH, MST_UDP_BYTES + 8);
	packet_put32(&packet, TCP_AT + MST_UDP_BYTES, (uint32_t)draw(flood));
	packet_repair(&packet);
	return packet;
}

/* ---- the trial ---- */

static struct fixture *of_ports(void)
{
	return fixture_new("127.0.0.0/22", "80", 1);
}

static struct fixture *of_bare_syns(void)
{
	return fixture_new_syns("127.0.0.0/22", "80", MST_SYN_MSS);
}

static struct fixture *of_one_source_port(void)
{
	return fixture_new_from("127.0.0.0/22", "80", 53);
}

static struct fixture *of_udp(void)
{
	return fixture_new_udp("127.0.0.0/22", "80");
}

static struct fixture *of_dns(void)
{
	return fixture_new_udp("127.0.0.0/22", "53");
}

static struct fixture *of_echo(void)
{
	return fixture_new_hosts("127.0.1.0/22", "icmp", 0, MST_DETECT_OFF);
}

static struct fixture *of_timestamp(void)
{
	return fixture_new_hosts("127.0.1.0/22", "timestamp", 0, MST_DETECT_OFF);
}

static struct fixture *of_ack(void)
{
	return fixture_new_hosts("127.0.1.0/22", "ack:80", 0, MST_DETECT_OFF);
}

static struct fixture *of_fin(void)
{
	return fixture_new_hosts("127.0.1.0/22", "fin:80", 0, MST_DETECT_OFF);
}

/* Counts what came out. */
static void collect(struct flood *flood)
{
	struct mst_shared *shared = &flood->fixture->round.shared;

	for (unsigned i = 0; i < flood->fixture->plan.egresses.lanes + 2; i++) {
		struct mst_inbox inbox = { .outboxes = { &shared->verdicts[i] }, .count = 1 };
		struct mst_batch *batch;

		mst_outbox_flush(&shared->verdicts[i]);
		while ((batch = mst_inbox_take(&inbox))) {
			for (uint32_t at = 0; at < batch->count; at++) {
				flood->marked += batch->results[at].suspect != MST_NOT_SUSPECT;
				flood->unmarked += batch->results[at].suspect == MST_NOT_SUSPECT;
			}
			mst_inbox_give_back(batch);
		}
	}
}

/* Asks the first questions; `beyond`: they are given up, and so many others asked that the roll forgets them. */
static void ask(struct flood *flood, bool beyond)
{
	struct fixture *fixture = flood->fixture;
	uint64_t position = 0;

	for (; position < ASKED; position++)
		flood->probes[position] = fixture_ask_at(fixture, position);
	for (uint64_t i = 0; beyond && i < fixture->plan.capacity.entries; i++) {
		while (!mst_roll_has_room(&fixture->round.shared.rolls[0].of[MST_ASK]))
			fixture_give_up(fixture, MST_STANDING_SILENT);
		fixture_ask_at(fixture, position++);
	}
}

static struct fixture *of_many_ports(void)
{
	return fixture_new("127.0.0.0/19", "80", 1);
}

static struct fixture *of_many_from_one(void)
{
	return fixture_new_from("127.0.0.0/19", "80", 53);
}

static const struct {
	const char *what;
	struct fixture *(*begin)(void);
	struct packet (*forge)(struct flood *flood, const struct packet *probe);
	bool beyond;
	bool guessable; /* by so few bits that marked verdicts are made */
} kinds[] = {
	{ "resets", of_ports, reset, false, false },
	{ "SYN-ACKs", of_ports, syn_ack, false, false },
	{ "errors about TCP", of_ports, error, false, false },
	{ "resets to one source port", of_one_source_port, reset, false, false },
	{ "SYN-ACKs to one source port", of_one_source_port, syn_ack, false, false },
	{ "errors about TCP from one source port", of_one_source_port, error, false, false },
	{ "resets of forgotten questions", of_many_ports, reset, true, false },
	{ "SYN-ACKs of forgotten questions", of_many_ports, syn_ack, true, false },
	{ "resets of forgotten questions to one source port", of_many_from_one, reset, true, false },
	{ "echo replies", of_echo, echo, false, false },
	{ "echo replies without payload", of_echo, short_echo, false, false },
	{ "errors about echo requests", of_echo, error, false, false },
	{ "timestamp replies", of_timestamp, echo, false, false },
	{ "resets in answer to ACK", of_ack, reset, false, false },
	{ "resets in answer to FIN", of_fin, reset, false, false },
	{ "datagrams", of_udp, datagram, false, true },
	{ "datagrams of DNS", of_dns, datagram, false, false },
	{ "errors about UDP", of_udp, error, false, true },
	{ "SYN-ACKs to SYNs without timestamps", of_bare_syns, syn_ack, false, false },
};

/* Frames that got as far as the ticket, or the port. */
static uint64_t looked_at(const struct flood *flood)
{
	const struct mst_answers *answers = &flood->fixture->round.receiver->answers;

	return mst_guesses_of(&answers->strays, 0, &(struct mst_answer){ .by_key = true }) +
	       mst_load(&answers->strays.of[MST_STRAY_FORGED], relaxed) +
	       mst_load(&answers->strays.of[MST_STRAY_GUESSABLE], relaxed);
}

Test(round_guesses_flood, no_frame_of_a_blind_sender_makes_a_verdict_that_is_not_marked, .timeout = 0)
{
	uint64_t frames = frames_of_kind();

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		struct flood *flood = calloc(1, sizeof *flood);

		cr_assert_not_null(flood);
		flood->fixture = kinds[k].begin();
		flood->state = k;
		ask(flood, kinds[k].beyond);
		collect(flood);
		flood->unmarked = flood->marked = 0; /* those given up */
		for (uint64_t i = 0; i < frames; i++) {
			fixture_feed(flood->fixture, kinds[k].forge(flood, &flood->probes[draw(flood) % ASKED]));
			if (i % ROUND_FRAMES == 0)
				collect(flood);
		}
		collect(flood);
		cr_expect_eq(flood->unmarked, 0, "%s: %lu", kinds[k].what, (unsigned long)flood->unmarked);
		cr_expect(!kinds[k].guessable || flood->marked > 0, "%s: the flood proves nothing", kinds[k].what);
		cr_expect(kinds[k].guessable || frames > FEW_FRAMES || flood->marked == 0, "%s: %lu marked",
		          kinds[k].what, (unsigned long)flood->marked);
		cr_expect_geq(looked_at(flood), frames - frames / 1000, "%s: few had a ticket looked at",
		              kinds[k].what);
		if (frames > FEW_FRAMES)
			printf("%s: %lu frames, %lu verdicts marked, %lu not\n", kinds[k].what, (unsigned long)frames,
			       (unsigned long)flood->marked, (unsigned long)flood->unmarked);
		fixture_words(flood->fixture);
		fixture_free(flood->fixture);
		free(flood);
	}
}
