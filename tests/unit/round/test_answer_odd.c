/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_answer_odd.c - answers that prove themselves by less than a whole echo reply, or come from another address: what
 * is believed, what is suspect, and what stays a stray.
 */
#include <criterion/criterion.h>
#include <pcap/dlt.h>

#include "unit/round/fixture_round.h"

#define TARGET "127.0.1.3"
#define TARGET_U32 0x7f000103
#define OTHER_U32 0x0a010101
#define MORE_U32 0x0a010102
#define PAYLOAD_AT (ICMP_AT + MST_ICMP_BYTES)

static struct fixture *hosts(void)
{
	return fixture_new_hosts("127.0.1.0/29", "icmp", 1, MST_DETECT_OFF);
}

static struct packet without_payload(const struct packet *request)
{
	struct packet reply = answer_icmp(request);

	reply.length = PAYLOAD_AT;
	packet_repair(&reply);
	return reply;
}

/* The suspicion of the only verdict that waits. */
static void expect_suspicion(struct fixture *fixture, enum mst_suspicion suspicion)
{
	struct mst_outbox *outboxes[] = { mst_shared_verdicts(&fixture->round.shared),
		                          mst_shared_amendments(&fixture->round.shared) };
	unsigned count = 0;

	for (unsigned i = 0; i < 2; i++) {
		const struct mst_batch *batch = outboxes[i]->open;

		for (uint32_t at = 0; batch && at < batch->count; at++, count++)
			cr_expect_str_eq(mst_suspicion_name((enum mst_suspicion)batch->results[at].suspect),
			                 mst_suspicion_name(suspicion));
	}
	cr_assert_eq(count, 1);
}

Test(round_answer_odd, an_echo_reply_without_its_payload_is_up_and_says_so)
{
	struct fixture *fixture = hosts();
	struct packet echo = fixture_ask(fixture, TARGET, 0);

	fixture_feed(fixture, without_payload(&echo));
	expect_suspicion(fixture, MST_NOT_SUSPECT);
	fixture_expect(fixture, "127.0.1.3:0 up echo-reply-altered from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

Test(round_answer_odd, a_reply_with_only_its_ticket_is_suspect_when_so_many_strays_came_that_one_may_be_guessed)
{
	static const struct {
		uint64_t strays;
		enum mst_suspicion suspicion;
	} rows[] = {
		{ 4294966, MST_NOT_SUSPECT },
		{ 4294967, MST_SUSPECT_GUESSABLE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fixture *fixture = hosts();
		struct packet echo = fixture_ask(fixture, TARGET, 0);

		mst_count(&fixture->round.receiver->answers.strays.of[MST_STRAY_NO_TICKET], rows[i].strays - 1000);
		fixture->round.receiver->answers.strays_in_kernel = 1000;
		fixture_feed(fixture, without_payload(&echo));
		expect_suspicion(fixture, rows[i].suspicion);
		fixture_words(fixture);
		fixture_free(fixture);
	}
}

Test(round_answer_odd, a_whole_reply_is_not_suspect_however_many_strays_came)
{
	struct fixture *fixture = hosts();
	struct packet echo = fixture_ask(fixture, TARGET, 0);

	mst_count(&fixture->round.receiver->answers.strays.of[MST_STRAY_NO_TICKET], UINT64_C(1) << 40);
	fixture_feed(fixture, answer_icmp(&echo));
	expect_suspicion(fixture, MST_NOT_SUSPECT);
	fixture_expect(fixture, "127.0.1.3:0 up echo-reply from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

/* A SYN-ACK whose timestamps echo what a SYN of `linux` has there. */
static struct packet echoing(const struct packet *syn)
{
	struct packet answer = answer_tcp(syn, SYN_ACK);

	answer.bytes[TCP_AT + MST_TCP_OFFSET] = 8 << 4;
	answer.length = TCP_AT + MST_TCP_BYTES + 12;
	packet_put32(&answer, TCP_AT + MST_TCP_BYTES, 0x0101080a);
	packet_put32(&answer, TCP_AT + MST_TCP_BYTES + 4, 1);
	packet_put32(&answer, TCP_AT + MST_TCP_BYTES + 8, packet_u32(syn, TCP_AT + MST_TCP_BYTES + 8));
	packet_repair(&answer);
	return answer;
}

/* One attempt, 46 bits without timestamps and 78 with them (SECURITY.md). */
Test(round_answer_odd, a_syn_ack_proves_more_where_it_echoes_the_timestamps_of_its_syn)
{
	static const struct {
		enum mst_syn_options which;
		bool echoes;
		uint64_t strays;
		enum mst_suspicion suspicion;
	} rows[] = {
		{ MST_SYN_LINUX, true, UINT64_C(1) << 40, MST_NOT_SUSPECT },
		{ MST_SYN_LINUX, false, UINT64_C(70368744176), MST_NOT_SUSPECT },
		{ MST_SYN_LINUX, false, UINT64_C(70368744178), MST_SUSPECT_GUESSABLE },
		{ MST_SYN_WINDOWS, false, UINT64_C(70368744176), MST_NOT_SUSPECT },
		{ MST_SYN_WINDOWS, false, UINT64_C(70368744178), MST_SUSPECT_GUESSABLE },
		{ MST_SYN_WINDOWS, true, UINT64_C(70368744178), MST_SUSPECT_GUESSABLE },
		{ MST_SYN_MSS, false, UINT64_C(70368744176), MST_NOT_SUSPECT },
		{ MST_SYN_MSS, true, UINT64_C(70368744178), MST_SUSPECT_GUESSABLE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fixture *fixture = fixture_new_syns("127.0.1.0/29", "80", rows[i].which);
		struct packet syn = fixture_ask(fixture, TARGET, 80);

		mst_count(&fixture->round.receiver->answers.strays.of[MST_STRAY_NO_TICKET], rows[i].strays);
		fixture_feed(fixture, rows[i].echoes ? echoing(&syn) : answer_tcp(&syn, SYN_ACK));
		expect_suspicion(fixture, rows[i].suspicion);
		cr_expect(strstr(fixture_words(fixture), " open syn-ack ") != NULL, "row %zu", i);
		fixture_free(fixture);
	}
}

Test(round_answer_odd, a_ticket_alone_proves_nothing_when_its_entry_does_not_know_it)
{
	struct fixture *fixture = hosts();
	struct packet never = fixture_frame(fixture, TARGET, 0, (struct mst_ticket){ .slot = 5, .attempt = 1 });
	struct packet later = fixture_frame(fixture, TARGET, 0, (struct mst_ticket){ .slot = 0, .attempt = 2 });

	fixture_feed(fixture, without_payload(&never));
	fixture_ask(fixture, TARGET, 0);
	fixture_feed(fixture, without_payload(&later));
	fixture_expect_nothing(fixture, 2, 0);
	fixture_free(fixture);
}

Test(round_answer_odd, an_answer_from_another_address_is_up_and_names_it)
{
	struct fixture *fixture = hosts();
	struct packet echo = fixture_ask(fixture, TARGET, 0);

	fixture_feed(fixture, packet_with32(answer_icmp(&echo), MST_IPV4_SOURCE, OTHER_U32));
	expect_suspicion(fixture, MST_NOT_SUSPECT);
	fixture_expect(fixture, "127.0.1.3:0 up other-address from 10.1.1.1 ttl 57 try 1/1 rtt 1024000\n");
	fixture_feed(fixture, packet_with32(answer_icmp(&echo), MST_IPV4_SOURCE, OTHER_U32));
	fixture_expect(fixture, "");
	cr_assert_eq(fixture_counts(fixture).duplicates, 1);
	fixture_free(fixture);
}

Test(round_answer_odd, answers_from_two_other_addresses_are_suspect_once)
{
	struct fixture *fixture = hosts();
	struct packet echo = fixture_ask(fixture, TARGET, 0);
	struct packet answer = answer_icmp(&echo);

	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32));
	fixture_words(fixture);
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, MORE_U32));
	expect_suspicion(fixture, MST_SUSPECT_SEVERAL);
	fixture_expect(fixture, "127.0.1.3:0 up other-address from 10.1.1.1 ttl 57 try 1/1 rtt 1024000 was up\n");
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, MORE_U32));
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, MORE_U32 + 1));
	fixture_expect(fixture, "");
	fixture_free(fixture);
}

Test(round_answer_odd, a_target_that_another_address_claims_to_answer_for_must_be_one_of_ours)
{
	struct fixture *fixture = hosts();
	struct packet echo = fixture_ask(fixture, TARGET, 0), answer = answer_icmp(&echo);

	answer = packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32);
	fixture_feed(fixture, packet_with32(answer, answer.length - 4, TARGET_U32 + 1));
	fixture_feed(fixture, packet_with32(answer, answer.length - 4, OTHER_U32));
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_DESTINATION, 0x7f000002));
	fixture_expect_nothing(fixture, 3, 0);
	fixture_free(fixture);
}

Test(round_answer_odd, any_error_of_the_target_itself_proves_that_it_is_up)
{
	static const struct {
		uint8_t type, code;
		const char *words;
	} errors[] = {
		{ 3, 1, "host-unreach from 127.0.1.3 icmp 3/1" },
		{ 3, 2, "proto-unreach from 127.0.1.3 icmp 3/2" },
		{ 3, 3, "port-unreach from 127.0.1.3 icmp 3/3" },
		{ 3, 10, "host-prohibited from 127.0.1.3 icmp 3/10" },
		{ 3, 13, "admin-prohibited from 127.0.1.3 icmp 3/13" },
		{ 11, 1, "time-exceeded from 127.0.1.3 icmp 11/1" },
		{ 12, 0, "param-problem from 127.0.1.3 icmp 12/0" },
	};
	char words[160];

	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct fixture *fixture = hosts();
		struct packet echo = fixture_ask(fixture, TARGET, 0);

		fixture_feed(fixture, answer_error(&echo, TARGET, errors[i].type, errors[i].code));
		snprintf(words, sizeof words, "127.0.1.3:0 up %s ttl 57 try 1/1 rtt 1024000\n", errors[i].words);
		fixture_expect(fixture, words);
		fixture_free(fixture);
	}
}

/* ---- from another address, without it in the answer ---- */

/* No connection to such a port is possible: a client refuses what comes from elsewhere. */
Test(round_answer_odd, a_tcp_port_that_answers_from_another_address_has_not_answered)
{
	static const uint8_t flags[] = { SYN_ACK, RST_ACK };

	for (size_t i = 0; i < sizeof flags; i++) {
		struct fixture *fixture = fixture_new("127.0.1.0/29", "80", 1);
		struct packet syn = fixture_ask(fixture, TARGET, 80), answer = answer_tcp(&syn, flags[i]);

		fixture_ask(fixture, "127.0.1.4", 80);
		fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32));
		fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, 0x7f000104));
		fixture_expect_nothing(fixture, 2, 0);
		fixture_free(fixture);
	}
}

/* A host that was asked by a SYN to port 80; the SYN. */
static struct fixture *ask_host(struct packet *syn)
{
	struct fixture *fixture = fixture_new_hosts("127.0.1.0/29", "syn:80", 1, MST_DETECT_OFF);

	fixture_ask(fixture, TARGET, 0);
	*syn = fixture_frame(fixture, TARGET, 80, (struct mst_ticket){ .slot = 0, .attempt = 1 });
	return fixture;
}

Test(round_answer_odd, a_segment_from_another_address_is_a_stray_unless_number_and_ports_are_those_of_its_question)
{
	struct packet syn, answer;
	struct fixture *fixture = ask_host(&syn);
	uint32_t ack;

	answer = answer_tcp(&syn, SYN_ACK);
	ack = packet_u32(&answer, TCP_AT + MST_TCP_ACKNOWLEDGEMENT);
	answer = packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32);
	fixture_feed(fixture, packet_with32(answer, TCP_AT + MST_TCP_ACKNOWLEDGEMENT, ack + 1));
	fixture_feed(fixture, packet_with32(answer, TCP_AT + MST_TCP_ACKNOWLEDGEMENT, ack ^ 0x80000000));
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_SOURCE, 81));
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_DESTINATION,
	                                    (uint16_t)(packet_u16(&answer, TCP_AT + MST_TCP_DESTINATION) + 1)));
	fixture_expect_nothing(fixture, 4, 0);
	fixture_feed(fixture, answer);
	fixture_expect(fixture, "127.0.1.3:0 up other-address from 10.1.1.1 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

Test(round_answer_odd, hosts_that_answer_segments_and_timestamps_from_another_address_are_up_by_that_reason)
{
	struct packet syn, answer;
	struct fixture *fixture = ask_host(&syn);

	answer = answer_tcp(&syn, RST_ACK);
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32));
	fixture_expect(fixture, "127.0.1.3:0 up other-address from 10.1.1.1 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
	fixture = fixture_new_hosts("127.0.1.0/29", "timestamp", 1, MST_DETECT_OFF);
	syn = fixture_ask(fixture, TARGET, 0);
	answer = answer_icmp(&syn);
	answer.bytes[ICMP_AT] = MST_ICMP_TIMESTAMP_REPLY;
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32));
	fixture_expect(fixture, "127.0.1.3:0 up other-address from 10.1.1.1 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

/* A flood spends what may be searched; then replies from elsewhere are strays, and all others are believed. */
Test(round_answer_odd, a_flood_of_strays_ends_the_search_and_nothing_else)
{
	struct packet syn, answer, stray;
	struct fixture *fixture = ask_host(&syn);

	answer = answer_tcp(&syn, SYN_ACK);
	stray = packet_with32(answer, TCP_AT + MST_TCP_ACKNOWLEDGEMENT, 7);
	for (int i = 0; i < 300000; i++)
		mst_receiver_read(fixture->round.receiver, DLT_RAW, fixture->now_ns, stray.bytes, stray.length);
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, OTHER_U32));
	fixture_expect_nothing(fixture, 300001, 0);
	fixture_feed(fixture, answer);
	cr_expect_eq(fixture_counts(fixture).answers, 1);
	fixture_words(fixture);
	fixture_free(fixture);
}

/* So few trials are left that not all questions can be tried: those asked last are. */
Test(round_answer_odd, what_was_asked_last_is_searched_first)
{
	struct fixture *fixture = fixture_new_hosts("127.0.4.0/22", "syn:80", 1, MST_DETECT_OFF);
	struct packet first, last, stray;

	for (uint64_t position = 0; position < 1000; position++)
		fixture_ask_at(fixture, position);
	first = fixture_frame(fixture, fixture_addr_at(fixture, 0), 80, (struct mst_ticket){ .slot = 0, .attempt = 1 });
	last = fixture_frame(fixture, fixture_addr_at(fixture, 999), 80,
	                     (struct mst_ticket){ .slot = 999, .attempt = 1 });
	stray = packet_with32(answer_tcp(&first, SYN_ACK), TCP_AT + MST_TCP_ACKNOWLEDGEMENT, 7);
	for (int i = 0; i < 262; i++) /* a thousand trials each, of 262,144 */
		mst_receiver_read(fixture->round.receiver, DLT_RAW, fixture->now_ns, stray.bytes, stray.length);
	fixture_feed(fixture, packet_with32(answer_tcp(&last, SYN_ACK), MST_IPV4_SOURCE, OTHER_U32));
	cr_expect_eq(fixture_counts(fixture).answers, 1);
	fixture_feed(fixture, packet_with32(answer_tcp(&first, SYN_ACK), MST_IPV4_SOURCE, OTHER_U32));
	cr_expect_eq(fixture_counts(fixture).answers, 1);
	fixture_words(fixture);
	fixture_free(fixture);
}
