/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_answers.c - what the receiver's thread needs for an answer, from the frame to the verdict in its outbox: of
 * ports of a /12 that is asked about one or two ports. The lane's part and the reporter's are not timed.
 */
#include "asked_round.h"

#include <pcap/dlt.h>
#include <string.h>

#include "base/clock.h"
#include "round/receiver.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

#define AT_ONCE 4096u
#define FRAME_BYTES 64
#define ETHERNET_BYTES 14
#define QUESTIONS (1u << 20)
#define TRIP_NS 200000

static struct mst_tx *const no_engines[MST_LANES_MAX];

struct fixture {
	struct asked_round asked;
	uint64_t position, now_ns;
	uint8_t frames[AT_ONCE][FRAME_BYTES];
};

/* What the target says to this SYN, in a frame of Ethernet. */
static void answer(uint8_t *frame, const uint8_t *syn, uint8_t flags)
{
	uint8_t *ip = frame + ETHERNET_BYTES, *tcp = ip + MST_IPV4_BYTES;
	const uint8_t *asked = syn + MST_IPV4_BYTES;
	uint32_t sum, seq = (uint32_t)asked[MST_TCP_SEQ] << 24 | (uint32_t)asked[MST_TCP_SEQ + 1] << 16 |
	                    (uint32_t)asked[MST_TCP_SEQ + 2] << 8 | asked[MST_TCP_SEQ + 3];

	memset(frame, 0, FRAME_BYTES);
	mst_put_be16(frame + 12, 0x0800);
	mst_ipv4_begin(ip, MST_IPV4_BYTES + MST_TCP_BYTES, MST_PROTO_TCP, 57, 0);
	memcpy(ip + MST_IPV4_SOURCE, syn + MST_IPV4_SOURCE + 4, 4);
	memcpy(ip + MST_IPV4_SOURCE + 4, syn + MST_IPV4_SOURCE, 4);
	mst_put_be16(ip + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, ip, MST_IPV4_BYTES)));
	memcpy(tcp + MST_TCP_SOURCE, asked + MST_TCP_DESTINATION, 2);
	memcpy(tcp + MST_TCP_DESTINATION, asked + MST_TCP_SOURCE, 2);
	mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, seq + 1);
	tcp[MST_TCP_OFFSET] = MST_TCP_BYTES / 4 << 4;
	tcp[MST_TCP_FLAGS] = flags | MST_TCP_ACK;
	sum = mst_sum_bytes(MST_PROTO_TCP + MST_TCP_BYTES, ip + MST_IPV4_SOURCE, 8 + MST_TCP_BYTES);
	mst_put_be16(tcp + MST_TCP_CHECKSUM, mst_checksum(sum));
}

static void give_up_all(struct mst_roll *roll, uint64_t now_ns)
{
	struct mst_due due;

	while (mst_roll_due(roll, now_ns + 100 * MST_NS_PER_SECOND, &due))
		mst_roll_give_up(roll, &due, MST_STANDING_SILENT);
}

static void ask(struct fixture *fixture, uint8_t flags)
{
	struct mst_roll *roll = &fixture->asked.round.shared.rolls[0].of[MST_ASK];

	for (unsigned i = 0; i < AT_ONCE; i++) {
		uint64_t position = fixture->position++ % fixture->asked.plan.space.end;
		struct mst_question_at question = mst_space_at(&fixture->asked.plan.space, position);
		const struct mst_route_out *route = mst_plan_route(&fixture->asked.plan, &question.addr, 0);
		const struct mst_template *template = &route->templates[0];
		struct mst_aim aim = { question.addr, question.port, { 0, 1 }, fixture->now_ns };
		uint8_t syn[MST_PROBE_BYTES];

		if (!mst_roll_has_room(roll))
			give_up_all(roll, fixture->now_ns);
		aim.ticket.slot = mst_roll_arm(roll, &question.addr, question.port, fixture->now_ns);
		template->kind->aim(syn, template, &fixture->asked.plan.setup, &aim);
		answer(fixture->frames[i], syn, flags);
	}
	fixture->now_ns += TRIP_NS;
}

/* The reporter's and the first lane's parts of the hand-offs. */
static void take_away(struct fixture *fixture)
{
	struct mst_shared *shared = &fixture->asked.round.shared;
	struct mst_unused_question unused;

	mst_outbox_flush(mst_shared_verdicts(shared));
	asked_round_take_verdicts(&fixture->asked);
	while (mst_unused_queue_take(&shared->egresses[0].unused, &unused))
		;
}

static void run(const char *name, const char *ports, uint8_t flags)
{
	struct fixture *fixture = aligned_alloc(_Alignof(struct fixture), sizeof *fixture);
	double best = 1e9, all = 0;
	unsigned rounds = 0;

	if (!fixture)
		exit(1);
	fixture->position = 0;
	asked_round_begin(&fixture->asked, ports);
	asked_round_open(&fixture->asked, no_engines, false);
	fixture->now_ns = mst_now_ns();
	fixture->asked.round.receiver->now_ns = UINT64_MAX / 2;
	for (uint64_t done = 0; done < QUESTIONS; done += AT_ONCE, rounds++) {
		double start, ns;

		ask(fixture, flags);
		fixture->asked.round.receiver->now_ns = fixture->now_ns;
		start = bench_seconds();
		for (unsigned i = 0; i < AT_ONCE; i++)
			mst_receiver_read(fixture->asked.round.receiver, DLT_EN10MB, fixture->now_ns,
			                  fixture->frames[i], ETHERNET_BYTES + MST_IPV4_BYTES + MST_TCP_BYTES);
		ns = (bench_seconds() - start) * 1e9 / AT_ONCE;
		take_away(fixture);
		best = ns < best ? ns : best;
		all += ns;
	}
	if (mst_load(&fixture->asked.round.receiver->answers.counts.answers, relaxed) != QUESTIONS)
		abort();
	printf("%-52s %10.1f ns/op, best %.1f\n", name, all / rounds, best);
	asked_round_close(&fixture->asked);
	free(fixture);
}

int main(void)
{
	run("SYN-ACK, one port a host", "80", MST_TCP_SYN);
	run("SYN-ACK, two ports a host", "80,443", MST_TCP_SYN);
	run("RST", "80", MST_TCP_RST);
	return 0;
}
