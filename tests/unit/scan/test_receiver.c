/*
 * test_receiver.c - what the receiver makes of answers, true ones and false ones.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/scan/bed.h"
#include "wire/ipv4.h"

#define TARGET "127.0.1.3"

static struct bed *small_bed(void)
{
	return bed_new("127.0.1.0/29", "22,80,443,8080", 1);
}

/* ---- true answers ---- */

Test(scan_receiver, a_syn_ack_opens_the_port)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect(bed, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(bed_counts(bed).answers, 1);
	cr_assert_eq(bed->round.receiver->best, 1);
	bed_free(bed);
}

Test(scan_receiver, a_reset_closes_the_port)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, answer_tcp(&syn, RST_ACK));
	bed_expect(bed, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(bed->round.receiver->best, 0, "an open port would still improve it");
	bed_free(bed);
}

Test(scan_receiver, a_reset_that_does_not_count_the_syn_closes_the_port)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, packet_with32(answer_tcp(&syn, MST_TCP_RST), ACK_AT, packet_u32(&syn, TCP_AT + MST_TCP_SEQ)));
	bed_expect(bed, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	bed_free(bed);
}

Test(scan_receiver, every_icmp_error_filters_the_port_and_names_its_router)
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
	struct bed *bed = small_bed();
	char words[160];

	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		struct packet syn = bed_ask_at(bed, i);
		struct mst_question_at question = mst_space_at(&bed->plan.space, i);

		bed_feed(bed, answer_error(&syn, ROUTER, errors[i].type, errors[i].code));
		snprintf(words, sizeof words, "%s:%u filtered %s ttl 57 try 1/1 rtt 1024000\n",
		         bed_addr_at(bed, i), question.port, errors[i].words);
		bed_expect(bed, words);
	}
	bed_free(bed);
}

Test(scan_receiver, a_port_unreachable_of_the_target_itself_is_filtered_too)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, answer_error(&syn, TARGET, 3, 3));
	bed_expect(bed, "127.0.1.3:80 filtered port-unreach from 127.0.1.3 icmp 3/3 ttl 57 try 1/1 rtt 1024000\n");
	bed_free(bed);
}

Test(scan_receiver, answers_find_their_own_question_in_any_order)
{
	struct bed *bed = small_bed();
	struct packet http = bed_ask(bed, TARGET, 80), ssh = bed_ask(bed, TARGET, 22);
	struct packet other = bed_ask(bed, "127.0.1.4", 80);

	bed_feed(bed, answer_tcp(&other, RST_ACK));
	bed_feed(bed, answer_tcp(&ssh, SYN_ACK));
	bed_feed(bed, answer_error(&http, ROUTER, 3, 13));
	bed_expect(bed, "127.0.1.4:80 closed reset from 127.0.1.4 ttl 57 try 1/1 rtt 1024000\n"
	       "127.0.1.3:22 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n"
	       "127.0.1.3:80 filtered admin-prohibited from 10.9.9.9 icmp 3/13 ttl 57 try 1/1 rtt 1024000\n");
	bed_free(bed);
}

/* ---- more than one answer ---- */

Test(scan_receiver, a_second_answer_is_a_duplicate)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_feed(bed, answer_tcp(&syn, RST_ACK));
	bed_feed(bed, answer_error(&syn, ROUTER, 3, 1));
	bed_expect(bed, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_assert_eq(bed_counts(bed).answers, 1);
	cr_assert_eq(bed_counts(bed).duplicates, 3);
	bed_free(bed);
}

Test(scan_receiver, each_better_answer_amends_the_one_before)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_feed(bed, answer_error(&syn, ROUTER, 3, 1));
	bed_expect(bed, "127.0.1.3:80 filtered host-unreach from 10.9.9.9 icmp 3/1 ttl 57 try 1/1 rtt 1024000\n");
	bed_feed(bed, answer_tcp(&syn, RST_ACK));
	bed_expect(bed, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1024000 was filtered\n");
	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect(bed, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000 was closed\n");
	cr_assert_eq(bed_counts(bed).answers, 3);
	cr_assert_eq(bed_counts(bed).late, 0, "nothing had been given up");
	bed_free(bed);
}

Test(scan_receiver, an_answer_after_giving_up_is_late_and_amends)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_give_up(bed, MST_STANDING_SILENT);
	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect(bed, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1049600000 was filtered\n");
	cr_assert_eq(bed_counts(bed).late, 1);
	bed_free(bed);
}

Test(scan_receiver, an_answer_to_what_was_unknown_is_late_and_amends)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	bed_give_up(bed, MST_STANDING_UNKNOWN);
	bed_feed(bed, answer_tcp(&syn, RST_ACK));
	bed_expect(bed, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 1/1 rtt 1049600000 was unknown\n");
	cr_assert_eq(bed_counts(bed).late, 1);
	bed_free(bed);
}

Test(scan_receiver, an_answer_to_the_first_attempt_counts_while_the_second_is_in_flight)
{
	struct bed *bed = small_bed();
	struct packet first = bed_ask(bed, TARGET, 80), second = bed_ask_again(bed);

	bed_feed(bed, answer_tcp(&first, SYN_ACK));
	bed_expect(bed, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/2 rtt 1049600000\n");
	bed_feed(bed, answer_tcp(&second, SYN_ACK));
	bed_expect(bed, "");
	cr_assert_eq(bed_counts(bed).duplicates, 1);
	bed_free(bed);
}

Test(scan_receiver, an_answer_to_the_second_attempt_has_its_own_round_trip)
{
	struct bed *bed = small_bed();
	struct packet second;

	bed_ask(bed, TARGET, 80);
	second = bed_ask_again(bed);
	bed_feed(bed, answer_tcp(&second, RST_ACK));
	bed_expect(bed, "127.0.1.3:80 closed reset from 127.0.1.3 ttl 57 try 2/2 rtt 1024000\n");
	bed_free(bed);
}

/* ---- false ones ---- */

Test(scan_receiver, a_wrong_checksum_is_malformed)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);
	struct packet ip = answer_tcp(&syn, SYN_ACK), tcp = ip, icmp = answer_error(&syn, ROUTER, 3, 1);

	ip.bytes[MST_IPV4_TTL]--;
	tcp.bytes[TCP_AT + MST_TCP_WINDOW] ^= 1;
	icmp.bytes[ICMP_AT + 1] ^= 1;
	bed_feed(bed, ip);
	bed_feed(bed, tcp);
	bed_feed(bed, icmp);
	bed_expect_nothing(bed, 0, 3);
	bed_free(bed);
}

Test(scan_receiver, whatever_is_cut_short_is_malformed)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);
	struct packet whole[2] = { answer_tcp(&syn, SYN_ACK), answer_error(&syn, ROUTER, 3, 1) };
	uint64_t cuts = 0;

	for (int i = 0; i < 2; i++) {
		struct packet cut = whole[i];

		while (cut.length-- > 0) {
			bed_feed(bed, cut);
			cuts++;
		}
	}
	bed_expect_nothing(bed, 0, cuts);
	bed_free(bed);
}

Test(scan_receiver, other_flags_are_strays)
{
	static const uint8_t flags[] = { 0, 0x01, MST_TCP_SYN, MST_TCP_ACK, 0x08, 0x18, 0x11, 0xe8 };
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80);

	for (size_t i = 0; i < sizeof flags; i++)
		bed_feed(bed, packet_with_flags(answer_tcp(&syn, SYN_ACK), flags[i]));
	bed_feed(bed, syn);
	bed_expect_nothing(bed, sizeof flags + 1, 0);
	bed_free(bed);
}

Test(scan_receiver, a_wrong_acknowledgement_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);
	uint32_t right = packet_u32(&answer, ACK_AT);

	for (unsigned bit = 0; bit < 32; bit++)
		bed_feed(bed, packet_with32(answer, ACK_AT, right ^ UINT32_C(1) << bit));
	bed_feed(bed, packet_with32(answer, ACK_AT, right - 1)); /* good for a reset only */
	bed_feed(bed, packet_with32(answer, ACK_AT, right + 1));
	bed_expect_nothing(bed, 34, 0);
	bed_free(bed);
}

Test(scan_receiver, a_wrong_port_on_either_side_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);
	uint16_t ours = packet_u16(&answer, TCP_AT + MST_TCP_DESTINATION);

	bed_ask(bed, TARGET, 443);
	bed_feed(bed, packet_with16(answer, TCP_AT + MST_TCP_SOURCE, 443));
	bed_feed(bed, packet_with16(answer, TCP_AT + MST_TCP_SOURCE, 81));
	bed_feed(bed, packet_with16(answer, TCP_AT + MST_TCP_DESTINATION, (uint16_t)(ours + 1)));
	bed_feed(bed, packet_with16(answer, TCP_AT + MST_TCP_DESTINATION, ours ^ 0x8000));
	bed_expect_nothing(bed, 4, 0);
	bed_free(bed);
}

Test(scan_receiver, a_wrong_address_on_either_side_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80), answer = answer_tcp(&syn, SYN_ACK);

	bed_ask(bed, "127.0.1.4", 80);
	bed_feed(bed, packet_with32(answer, MST_IPV4_SOURCE, 0x7f000104));
	bed_feed(bed, packet_with32(answer, MST_IPV4_SOURCE, 0x08080808)); /* no target */
	bed_feed(bed, packet_with32(answer, MST_IPV4_DESTINATION, 0x7f000002));
	bed_expect_nothing(bed, 3, 0);
	bed_free(bed);
}

Test(scan_receiver, a_ticket_of_a_slot_never_armed_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_frame(bed, TARGET, 80, (struct mst_ticket){ .slot = 5, .attempt = 1 });

	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_feed(bed, answer_error(&syn, ROUTER, 3, 1));
	bed_expect_nothing(bed, 2, 0);
	bed_free(bed);
}

Test(scan_receiver, a_ticket_of_an_attempt_not_made_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_frame(bed, TARGET, 80, (struct mst_ticket){ .slot = 0, .attempt = 2 });

	bed_ask(bed, TARGET, 80);
	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect_nothing(bed, 1, 0);
	bed_free(bed);
}

Test(scan_receiver, a_ticket_of_a_lane_that_does_not_exist_is_a_stray)
{
	struct bed *bed = bed_new("127.0.1.0/29", "22,80,443,8080", 3); /* two bits name four lanes */
	struct packet syn = bed_frame(bed, TARGET, 80,
	                              (struct mst_ticket){ .slot = 3u << bed->plan.capacity_bits, .attempt = 1 });

	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect_nothing(bed, 1, 0);
	bed_free(bed);
}

Test(scan_receiver, an_error_about_a_packet_that_is_not_ours_is_a_stray)
{
	struct bed *bed = small_bed();
	struct packet syn = bed_ask(bed, TARGET, 80), error = answer_error(&syn, ROUTER, 3, 1);
	uint16_t port = packet_u16(&syn, TCP_AT + MST_TCP_SOURCE);
	uint32_t seq = packet_u32(&syn, TCP_AT + MST_TCP_SEQ);

	bed_feed(bed, packet_with32(error, QUOTED_AT + MST_IPV4_SOURCE, 0x7f000002));
	bed_feed(bed, packet_with32(error, QUOTED_AT + MST_IPV4_DESTINATION, 0x7f000104));
	bed_feed(bed, packet_with16(error, QUOTED_TCP_AT + MST_TCP_SOURCE, port ^ 1));
	bed_feed(bed, packet_with16(error, QUOTED_TCP_AT + MST_TCP_DESTINATION, 81));
	bed_feed(bed, packet_with32(error, QUOTED_TCP_AT + MST_TCP_SEQ, seq + 1));
	bed_feed(bed, packet_with32(error, MST_IPV4_DESTINATION, 0x7f000002));
	bed_expect_nothing(bed, 6, 0);
	bed_free(bed);
}
