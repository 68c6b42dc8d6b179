/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_answer.c - what the receiver makes of answers, true ones and false ones.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/round/fixture_round.h"
#include "wire/ipv4.h"

#define TARGET "127.0.1.3"

static struct fixture *small_fixture(void)
{
	return fixture_new("127.0.1.0/29", "22,80,443,8080", 1);
}

/* ---- true answers ---- */

Test(round_answer, a_syn_ack_opens_the_port)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect(fixture, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(fixture_counts(fixture).answers, 1);
	cr_assert_eq(fixture->round.shared.best, 1);
	fixture_free(fixture);
}

Test(round_answer, a_reset_closes_the_port)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_feed(fixture, answer_tcp(&syn, RST_ACK));
	fixture_expect(fixture, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(fixture->round.shared.best, 0, "an open port would still improve it");
	fixture_free(fixture);
}

Test(round_answer, a_reset_that_does_not_count_the_syn_closes_the_port)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_feed(fixture,
	             packet_with32(answer_tcp(&syn, MST_TCP_RST), ACK_AT, packet_u32(&syn, TCP_AT + MST_TCP_SEQ)));
	fixture_expect(fixture, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

Test(round_answer, every_icmp_error_filters_the_port_and_names_its_router)
{
	static const struct {
		uint8_t type, code;
		const char *words;
	} errors[] = {
		{ 3, 0, "net-unreach from 10.9.9.9 icmp 3/0" },
		{ 3, 1, "host-unreach from 10.9.9.9 icmp 3/1" },
		{ 3, 2, "proto-unreach from 10.9.9.9 icmp 3/2" },
		{ 3, 3, "port-unreach from 10.9.9.9 icmp 3/3" },
		{ 3, 4, "dest-unreach from 10.9.9.9 icmp 3/4" },
		{ 3, 5, "dest-unreach from 10.9.9.9 icmp 3/5" },
		{ 3, 6, "net-unreach from 10.9.9.9 icmp 3/6" },
		{ 3, 7, "host-unreach from 10.9.9.9 icmp 3/7" },
		{ 3, 8, "host-unreach from 10.9.9.9 icmp 3/8" },
		{ 3, 9, "net-prohibited from 10.9.9.9 icmp 3/9" },
		{ 3, 10, "host-prohibited from 10.9.9.9 icmp 3/10" },
		{ 3, 11, "net-unreach from 10.9.9.9 icmp 3/11" },
		{ 3, 12, "host-unreach from 10.9.9.9 icmp 3/12" },
		{ 3, 13, "admin-prohibited from 10.9.9.9 icmp 3/13" },
		{ 3, 14, "admin-prohibited from 10.9.9.9 icmp 3/14" },
		{ 3, 15, "admin-prohibited from 10.9.9.9 icmp 3/15" },
		{ 3, 200, "dest-unreach from 10.9.9.9 icmp 3/200" },
		{ 11, 0, "time-exceeded from 10.9.9.9 icmp 11/0" },
		{ 11, 1, "time-exceeded from 10.9.9.9 icmp 11/1" },
	};
	struct fixture *fixture = small_fixture();
	char words[160];

	fixture->round.shared.attempts = 1; /* nothing is asked again: the first answer is the verdict */
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct packet syn = fixture_ask_at(fixture, i);
		struct mst_question_at question = mst_space_at(&fixture->plan.space, i);

		fixture_feed(fixture, answer_error(&syn, ROUTER, errors[i].type, errors[i].code));
		snprintf(words, sizeof words, "%s:%u filtered %s ttl 57 try 1/1 rtt 1024000\n",
		         fixture_addr_at(fixture, i), question.port, errors[i].words);
		fixture_expect(fixture, words);
	}
	fixture_free(fixture);
}

Test(round_answer, a_port_unreachable_of_the_target_itself_is_filtered_too)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_feed(fixture, answer_error(&syn, TARGET, 3, 3));
	fixture_expect(fixture,
	               "127.0.1.3:80 filtered port-unreach from 127.0.1.3 icmp 3/3 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

Test(round_answer, answers_find_their_own_question_in_any_order)
{
	struct fixture *fixture = small_fixture();
	struct packet http = fixture_ask(fixture, TARGET, 80), ssh = fixture_ask(fixture, TARGET, 22);
	struct packet other = fixture_ask(fixture, "127.0.1.4", 80);

	fixture_feed(fixture, answer_tcp(&other, RST_ACK));
	fixture_feed(fixture, answer_tcp(&ssh, SYN_ACK));
	fixture_feed(fixture, answer_error(&http, ROUTER, 3, 13));
	fixture_expect(fixture,
	               "127.0.1.4:80 closed reset from 127.0.1.4 ttl 57 try 1/1 rtt 1024000\n"
	               "127.0.1.3:22 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n"
	               "127.0.1.3:80 filtered admin-prohibited from 10.9.9.9 icmp 3/13 ttl 57 try 1/1 rtt 1024000\n");
	fixture_free(fixture);
}

/* ---- more than one answer ---- */

Test(round_answer, a_second_answer_is_a_duplicate)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_feed(fixture, answer_tcp(&syn, RST_ACK));
	fixture_feed(fixture, answer_error(&syn, ROUTER, 3, 1));
	fixture_expect(fixture, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(fixture_counts(fixture).answers, 1);
	cr_assert_eq(fixture_counts(fixture).duplicates, 3);
	fixture_free(fixture);
}

Test(round_answer, each_better_answer_amends_the_one_before)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture->round.shared.attempts = 1; /* nothing is asked again: the first answer is the verdict */
	fixture_feed(fixture, answer_error(&syn, ROUTER, 3, 1));
	fixture_expect(fixture,
	               "127.0.1.3:80 filtered host-unreach from 10.9.9.9 icmp 3/1 ttl 57 try 1/1 rtt 1024000\n");
	fixture_feed(fixture, answer_tcp(&syn, RST_ACK));
	fixture_expect(fixture, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000 was filtered\n");
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect(fixture, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000 was closed\n");
	cr_assert_eq(fixture_counts(fixture).answers, 3);
	cr_assert_eq(fixture_counts(fixture).late, 0, "nothing had been given up");
	fixture_free(fixture);
}

Test(round_answer, an_answer_after_giving_up_is_late_and_amends)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_give_up(fixture, MST_STANDING_SILENT);
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect(fixture,
	               "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1049600000 was filtered\n");
	cr_assert_eq(fixture_counts(fixture).late, 1);
	fixture_free(fixture);
}

Test(round_answer, an_answer_to_what_was_unknown_is_late_and_amends)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	fixture_give_up(fixture, MST_STANDING_UNKNOWN);
	fixture_feed(fixture, answer_tcp(&syn, RST_ACK));
	fixture_expect(fixture, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1049600000 was unknown\n");
	cr_assert_eq(fixture_counts(fixture).late, 1);
	fixture_free(fixture);
}

Test(round_answer, an_answer_to_the_first_attempt_counts_while_the_second_is_in_flight)
{
	struct fixture *fixture = small_fixture();
	struct packet first = fixture_ask(fixture, TARGET, 80), second = fixture_ask_again(fixture);

	fixture_feed(fixture, answer_tcp(&first, SYN_ACK));
	fixture_expect(fixture, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/2 rtt 1049600000\n");
	fixture_feed(fixture, answer_tcp(&second, SYN_ACK));
	fixture_expect(fixture, "");
	cr_assert_eq(fixture_counts(fixture).duplicates, 1);
	fixture_free(fixture);
}

Test(round_answer, an_answer_to_the_second_attempt_has_its_own_round_trip)
{
	struct fixture *fixture = small_fixture();
	struct packet second;

	fixture_ask(fixture, TARGET, 80);
	second = fixture_ask_again(fixture);
	fixture_feed(fixture, answer_tcp(&second, RST_ACK));
	fixture_expect(fixture, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 2/2 rtt 1024000\n");
	fixture_free(fixture);
}

/* ---- false ones ---- */

Test(round_answer, a_wrong_checksum_is_malformed)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);
	struct packet ip = answer_tcp(&syn, SYN_ACK), tcp = ip, icmp = answer_error(&syn, ROUTER, 3, 1);

	ip.bytes[MST_IPV4_TTL]--;
	tcp.bytes[TCP_AT + MST_TCP_WINDOW] ^= 1;
	icmp.bytes[ICMP_AT + 1] ^= 1;
	fixture_feed(fixture, ip);
	fixture_feed(fixture, tcp);
	fixture_feed(fixture, icmp);
	fixture_expect_nothing(fixture, 0, 3);
	fixture_free(fixture);
}

Test(round_answer, whatever_is_cut_short_is_malformed)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);
	struct packet whole[2] = { answer_tcp(&syn, SYN_ACK), answer_error(&syn, ROUTER, 3, 1) };
	uint64_t cuts = 0;

	for (int i = 0; i < 2; i++) {
		struct packet cut = whole[i];

		while (cut.length-- > 0) {
			fixture_feed(fixture, cut);
			cuts++;
		}
	}
	fixture_expect_nothing(fixture, 0, cuts);
	fixture_free(fixture);
}

Test(round_answer, other_flags_are_strays)
{
	static const uint8_t flags[] = { 0, 0x01, MST_TCP_SYN, MST_TCP_ACK, 0x08, 0x18, 0x11, 0xe8 };
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80);

	for (size_t i = 0; i < sizeof flags; i++)
		fixture_feed(fixture, packet_with_flags(answer_tcp(&syn, SYN_ACK), flags[i]));
	fixture_feed(fixture, syn);
	fixture_expect_nothing(fixture, sizeof flags + 1, 0);
	fixture_free(fixture);
}

Test(round_answer, a_wrong_acknowledgement_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);
	uint32_t right = packet_u32(&answer, ACK_AT);

	for (unsigned bit = 0; bit < 32; bit++)
		fixture_feed(fixture, packet_with32(answer, ACK_AT, right ^ UINT32_C(1) << bit));
	fixture_feed(fixture, packet_with32(answer, ACK_AT, right - 1)); /* good for a reset only */
	fixture_feed(fixture, packet_with32(answer, ACK_AT, right + 1));
	fixture_expect_nothing(fixture, 34, 0);
	fixture_free(fixture);
}

Test(round_answer, a_wrong_port_on_either_side_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);
	uint16_t ours = packet_u16(&answer, TCP_AT + MST_TCP_DESTINATION);

	fixture_ask(fixture, TARGET, 443);
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_SOURCE, 443));
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_SOURCE, 81));
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_DESTINATION, (uint16_t)(ours + 1)));
	fixture_feed(fixture, packet_with16(answer, TCP_AT + MST_TCP_DESTINATION, ours ^ 0x8000));
	fixture_expect_nothing(fixture, 4, 0);
	fixture_free(fixture);
}

Test(round_answer, a_wrong_address_on_either_side_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);

	fixture_ask(fixture, "127.0.1.4", 80);
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, 0x7f000104));
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_SOURCE, 0x08080808)); /* no target */
	fixture_feed(fixture, packet_with32(answer, MST_IPV4_DESTINATION, 0x7f000002));
	fixture_expect_nothing(fixture, 3, 0);
	fixture_free(fixture);
}

Test(round_answer, a_ticket_of_a_slot_never_armed_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_frame(fixture, TARGET, 80, (struct mst_ticket){ .slot = 5, .attempt = 1 });

	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_feed(fixture, answer_error(&syn, ROUTER, 3, 1));
	fixture_expect_nothing(fixture, 2, 0);
	fixture_free(fixture);
}

Test(round_answer, a_ticket_of_an_attempt_not_made_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_frame(fixture, TARGET, 80, (struct mst_ticket){ .slot = 0, .attempt = 2 });

	fixture_ask(fixture, TARGET, 80);
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect_nothing(fixture, 1, 0);
	fixture_free(fixture);
}

Test(round_answer, a_ticket_of_a_lane_that_does_not_exist_is_a_stray)
{
	struct fixture *fixture = fixture_new("127.0.1.0/29", "22,80,443,8080", 3); /* two bits name four lanes */
	struct packet syn = fixture_frame(
		fixture, TARGET, 80,
		(struct mst_ticket){ .slot = 3u << fixture->plan.capacity.entry_bits, .attempt = 1 });

	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect_nothing(fixture, 1, 0);
	fixture_free(fixture);
}

Test(round_answer, an_error_about_a_packet_that_is_not_ours_is_a_stray)
{
	struct fixture *fixture = small_fixture();
	struct packet syn = fixture_ask(fixture, TARGET, 80), error = answer_error(&syn, ROUTER, 3, 1);
	uint16_t port = packet_u16(&syn, TCP_AT + MST_TCP_SOURCE);
	uint32_t seq = packet_u32(&syn, TCP_AT + MST_TCP_SEQ);

	fixture_feed(fixture, packet_with32(error, QUOTED_AT + MST_IPV4_SOURCE, 0x7f000002));
	fixture_feed(fixture, packet_with32(error, QUOTED_AT + MST_IPV4_DESTINATION, 0x7f000104));
	fixture_feed(fixture, packet_with16(error, QUOTED_TCP_AT + MST_TCP_SOURCE, port ^ 1));
	fixture_feed(fixture, packet_with16(error, QUOTED_TCP_AT + MST_TCP_DESTINATION, 81));
	fixture_feed(fixture, packet_with32(error, QUOTED_TCP_AT + MST_TCP_SEQ, seq + 1));
	fixture_feed(fixture, packet_with32(error, MST_IPV4_DESTINATION, 0x7f000002));
	fixture_expect_nothing(fixture, 6, 0);
	fixture_free(fixture);
}
