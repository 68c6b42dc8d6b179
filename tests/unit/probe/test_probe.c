/* SPDX-License-Identifier: BSD-2-Clause */
/* test_probe.c - questions aimed, answers recognised, strangers and changed answers refused. */
#include "probe/probe.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pcap/dlt.h>
#include <string.h>

#include "unit/probe/fixture_questions.h"

/* What a host makes of a SYN; `ack` is added to its sequence number. */
static struct packet answer_syn(const struct packet *syn, uint32_t source, uint16_t from, uint32_t ack, uint8_t flags)
{
	const uint8_t *tcp = syn->bytes + MST_IPV4_BYTES;

	return packet_tcp(source, US, from, be16(tcp), be32(tcp + MST_TCP_SEQ) + ack, flags);
}

static struct packet answer_echo(const struct packet *echo)
{
	struct packet reply = *echo;

	mst_put_be32(reply.bytes + MST_IPV4_SOURCE, HOST);
	mst_put_be32(reply.bytes + MST_IPV4_DESTINATION, US);
	reply.bytes[MST_IPV4_BYTES] = MST_ICMP_ECHO_REPLY;
	packet_finish(&reply);
	return reply;
}

Test(probe_probe, aimed_frames_have_right_checksums_and_fields)
{
	for (uint32_t i = 0; i < 5000; i++) {
		struct mst_ticket ticket = { i * 209 & 0xfffff, (uint8_t)(1 + i % 15) };
		struct packet syn = ask(&mst_probe_tcp_syn, ticket), echo = ask(&mst_probe_icmp_echo, ticket);
		struct packet again = syn;
		struct mst_view view;

		cr_assert_eq(mst_frame_read(&view, DLT_RAW, syn.bytes, syn.length), MST_FATE_WHOLE);
		cr_assert(view.tcp.source >= 40000 && view.tcp.source < 41000, "port %u", view.tcp.source);
		cr_assert(view.tcp.destination == PORT && view.ttl == 61 && mst_addr_ipv4(&view.destination) == HOST);
		packet_finish(&again);
		cr_assert_arr_eq(again.bytes, syn.bytes, syn.length);
		again = echo;
		packet_finish(&again);
		cr_assert_arr_eq(again.bytes, echo.bytes, echo.length);
		cr_assert_neq(be16(syn.bytes + MST_IPV4_ID), 0);
	}
}

Test(probe_probe, tickets_come_back_for_every_slot_and_attempt)
{
	struct mst_addr host = mst_addr_from_ipv4(HOST);
	struct mst_seal seal = mst_seal_of(&setup.key, &host, PORT, 6);
	struct mst_ticket back;

	for (uint32_t slot = 0; slot < 1 << 16; slot++) {
		for (uint8_t attempt = 1; attempt <= MST_ATTEMPTS_MAX; attempt++) {
			uint32_t bits = mst_ticket_write(&seal, (struct mst_ticket){ slot, attempt });

			cr_assert(mst_ticket_read(&seal, bits, 16, &back) && back.slot == slot &&
			          back.attempt == attempt);
		}
	}
	cr_expect_not(mst_ticket_read(&seal, mst_ticket_write(&seal, (struct mst_ticket){ 1 << 16, 1 }), 16, &back));
	cr_expect_not(mst_ticket_read(&seal, mst_ticket_write(&seal, (struct mst_ticket){ 1, 0 }), 16, &back));
}

Test(probe_probe, a_port_answers_with_syn_ack_or_reset)
{
	struct packet syn = ask(&mst_probe_tcp_syn, (struct mst_ticket){ 77, 3 });
	struct packet open = answer_syn(&syn, HOST, PORT, 1, MST_TCP_SYN | MST_TCP_ACK);
	struct packet closed = answer_syn(&syn, HOST, PORT, 1, MST_TCP_RST | MST_TCP_ACK);
	struct packet odd = answer_syn(&syn, HOST, PORT, 0, MST_TCP_RST | MST_TCP_ACK);
	struct mst_answer answer;

	cr_assert(recognise(&open, &setup, &answer));
	cr_expect(answer.reason == MST_SYN_ACK && answer.ticket.slot == 77 && answer.ticket.attempt == 3);
	cr_expect(answer.port == PORT && answer.proto == 6 && mst_addr_ipv4(&answer.target) == HOST &&
	          answer.ttl == 64);
	cr_expect(recognise(&closed, &setup, &answer) && answer.reason == MST_RESET && answer.ticket.slot == 77);
	cr_expect(recognise(&odd, &setup, &answer) && answer.reason == MST_RESET && answer.ticket.slot == 77,
	          "some stacks reset without counting the SYN");
}

Test(probe_probe, what_is_not_an_answer_to_our_syn_is_refused)
{
	struct packet syn = ask(&mst_probe_tcp_syn, (struct mst_ticket){ 77, 3 });
	const uint8_t both = MST_TCP_SYN | MST_TCP_ACK;
	struct mst_probe_setup stranger = setup;
	struct packet wrong[] = {
		answer_syn(&syn, HOST + 1, PORT, 1, both),    answer_syn(&syn, HOST, PORT + 1, 1, both),
		answer_syn(&syn, HOST, PORT, 0, both),        answer_syn(&syn, HOST, PORT, 2, both),
		answer_syn(&syn, HOST, PORT, 1, MST_TCP_SYN), answer_syn(&syn, HOST, PORT, 1, MST_TCP_ACK),
		answer_syn(&syn, HOST, PORT, 1, both),
	};
	struct mst_answer answer;
	struct packet right = answer_syn(&syn, HOST, PORT, 1, both);

	wrong[6].bytes[MST_IPV4_BYTES + 3] ^= 1; /* another port of ours */
	packet_finish(&wrong[6]);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_expect_not(recognise(&wrong[i], &setup, &answer), "%zu", i);
	stranger.key.words[1]++;
	cr_expect_not(recognise(&right, &stranger, &answer), "another key");
}

Test(probe_probe, an_echo_reply_brings_its_payload_back)
{
	struct packet echo = ask(&mst_probe_icmp_echo, (struct mst_ticket){ 99, 2 }), reply = answer_echo(&echo);
	struct mst_probe_setup stranger = setup;
	struct mst_answer answer;

	cr_assert(recognise(&reply, &setup, &answer));
	cr_expect(answer.ticket.slot == 99 && answer.ticket.attempt == 2 && answer.reason == MST_ECHO_REPLY &&
	          answer.proven);
	cr_expect_eq(answer.sent_ns, 0x123456789abcdef0);
	stranger.key.words[0]++;
	cr_expect_not(recognise(&reply, &stranger, &answer), "another key");
}

/* Recognised by the ticket alone; `proven` is what the payload adds. */
static void expect_altered(struct packet reply, bool proven, const char *what)
{
	struct mst_answer answer;

	packet_finish(&reply);
	cr_assert(recognise(&reply, &setup, &answer), "%s", what);
	cr_expect(answer.reason == MST_ECHO_REPLY_ALTERED && answer.proven == proven && answer.ticket.slot == 99, "%s",
	          what);
	cr_expect(mst_addr_ipv4(&answer.target) == HOST && mst_addr_ipv4(&answer.from) == HOST, "%s", what);
	cr_expect_eq(answer.sent_ns, proven ? 0x123456789abcdef0 : 0, "%s", what);
	reply.bytes[MST_IPV4_BYTES + MST_ICMP_SEQ] ^= 1;
	packet_finish(&reply);
	cr_expect_not(recognise(&reply, &setup, &answer), "%s, another ticket", what);
}

Test(probe_probe, an_echo_reply_whose_payload_differs_says_so)
{
	struct packet echo = ask(&mst_probe_icmp_echo, (struct mst_ticket){ 99, 2 }), reply = answer_echo(&echo);
	struct packet changed;

	for (size_t at = reply.length - 8; at < reply.length; at++) {
		changed = reply;
		changed.bytes[at] ^= 0x10;
		expect_altered(changed, at >= reply.length - 4, "a byte of the proof, or of the address behind it");
	}
	for (size_t cut = 1; cut <= 16; cut++) {
		changed = reply;
		changed.length -= cut;
		expect_altered(changed, cut <= 4, "cut");
	}
	changed = reply;
	memset(changed.bytes + reply.length - 16, 0, 16);
	expect_altered(changed, false, "zeroed");
	changed = reply;
	changed.bytes[changed.length++] = 0;
	expect_altered(changed, true, "padded");
	changed = reply;
	changed.bytes[MST_IPV4_BYTES + 1] = 1;
	expect_altered(changed, true, "code 1");
}

Test(probe_probe, an_echo_reply_from_another_address_names_its_target)
{
	struct packet echo = ask(&mst_probe_icmp_echo, (struct mst_ticket){ 99, 2 }), reply = answer_echo(&echo);
	struct mst_answer answer;

	mst_put_be32(reply.bytes + MST_IPV4_SOURCE, ROUTER);
	packet_finish(&reply);
	cr_assert(recognise(&reply, &setup, &answer));
	cr_expect(answer.reason == MST_OTHER_ADDRESS && answer.proven && answer.ticket.slot == 99 && !answer.is_error);
	cr_expect(mst_addr_ipv4(&answer.target) == HOST && mst_addr_ipv4(&answer.from) == ROUTER);
	cr_expect_eq(answer.sent_ns, 0x123456789abcdef0);
	for (size_t at = MST_IPV4_BYTES + MST_ICMP_ID; at < reply.length; at++) {
		struct packet changed = reply;

		if (at >= MST_IPV4_BYTES + MST_ICMP_BYTES && at < MST_IPV4_BYTES + MST_ICMP_BYTES + 8)
			continue; /* the time, which only it knows */
		changed.bytes[at] ^= 0x10;
		packet_finish(&changed);
		cr_expect_not(recognise(&changed, &setup, &answer), "byte %zu: nothing proves it", at);
	}
	reply.length -= 1;
	packet_finish(&reply);
	cr_expect_not(recognise(&reply, &setup, &answer), "cut");
}

Test(probe_probe, a_timestamp_reply_whose_originate_time_differs_says_so)
{
	struct packet reply = ask(&mst_probe_icmp_timestamp, (struct mst_ticket){ 99, 2 });
	struct mst_answer answer;

	mst_put_be32(reply.bytes + MST_IPV4_SOURCE, HOST);
	mst_put_be32(reply.bytes + MST_IPV4_DESTINATION, US);
	reply.bytes[MST_IPV4_BYTES] = MST_ICMP_TIMESTAMP_REPLY;
	packet_finish(&reply);
	cr_assert(recognise(&reply, &setup, &answer));
	cr_expect(answer.reason == MST_TIMESTAMP_REPLY && answer.proven);
	reply.bytes[MST_IPV4_BYTES + MST_ICMP_BYTES] ^= 1;
	packet_finish(&reply);
	cr_assert(recognise(&reply, &setup, &answer));
	cr_expect(answer.reason == MST_TIMESTAMP_REPLY_ALTERED && !answer.proven && answer.ticket.slot == 99);
	reply.bytes[MST_IPV4_BYTES + MST_ICMP_SEQ] ^= 1;
	packet_finish(&reply);
	cr_expect_not(recognise(&reply, &setup, &answer), "another ticket");
}

/* A datagram from this port of the host to the port that the question came from. */
static struct packet answer_udp(const struct packet *question, uint32_t source, uint16_t from)
{
	struct packet answer = *question;

	mst_put_be32(answer.bytes + MST_IPV4_SOURCE, source);
	mst_put_be32(answer.bytes + MST_IPV4_DESTINATION, US);
	mst_put_be16(answer.bytes + MST_IPV4_BYTES + MST_UDP_SOURCE, from);
	packet_finish(&answer);
	mst_put_be16(answer.bytes + MST_IPV4_BYTES + MST_UDP_DESTINATION, be16(question->bytes + MST_IPV4_BYTES));
	mst_put_be16(answer.bytes + MST_IPV4_BYTES + MST_UDP_CHECKSUM, 0); /* none */
	return answer;
}

Test(probe_probe, a_service_that_answers_from_a_new_port_is_recognised_where_its_payload_says_so)
{
	struct mst_probe_setup with = setup;
	struct mst_payloads *payloads;
	struct mst_error err;
	struct packet question = ask(&mst_probe_udp, (struct mst_ticket){ 1, 1 }), answer;
	struct mst_answer found;

	cr_assert_eq(mst_payloads_new(&payloads, &err), 0);
	with.payloads = payloads;
	answer = answer_udp(&question, HOST, 51234);
	cr_expect_not(recognise(&answer, &with, &found), "a port whose service answers from itself");
	cr_assert_eq(mst_payloads_read(payloads, "text", "443 any-port \"x\"", 16, &err), 0);
	cr_assert(recognise(&answer, &with, &found));
	cr_expect(found.port == PORT && found.reason == MST_UDP_RESPONSE && found.by_key &&
	          mst_addr_ipv4(&found.target) == HOST);
	answer = answer_udp(&question, HOST, PORT);
	cr_expect(recognise(&answer, &with, &found) && found.port == PORT, "from the port itself, too");
	answer = answer_udp(&question, ROUTER, 51234);
	cr_expect_not(recognise(&answer, &with, &found), "another host");
	answer = answer_udp(&question, HOST, 51234);
	answer.bytes[MST_IPV4_BYTES + MST_UDP_DESTINATION + 1] ^= 1;
	cr_expect_not(recognise(&answer, &with, &found), "to another port of ours");
	mst_payloads_free(payloads);
}

Test(probe_probe, a_parameter_problem_has_its_reason_in_both_families)
{
	cr_expect_eq(mst_probe_error_reason(MST_IPV4, MST_ICMP_PARAMETER_PROBLEM, 0), MST_PARAM_PROBLEM);
	cr_expect_eq(mst_probe_error_reason(MST_IPV4, MST_ICMP_PARAMETER_PROBLEM, 2), MST_PARAM_PROBLEM);
	cr_expect_eq(mst_probe_error_reason(MST_IPV6, 4, 0), MST_PARAM_PROBLEM);
}

Test(probe_probe, errors_speak_of_the_question_they_quote)
{
	const struct mst_probe_kind *kind;

	for (size_t i = 0; (kind = mst_probe_kind_at(i)); i++) {
		struct packet question = ask(kind, (struct mst_ticket){ 5, 1 });
		struct packet error = packet_error(ROUTER, US, MST_ICMP_UNREACHABLE, 1, question.bytes, 28);
		struct mst_answer answer;

		cr_assert(recognise(&error, &setup, &answer), "%s", kind->name);
		cr_expect(answer.is_error && answer.reason == MST_HOST_UNREACH && answer.by_key == kind->by_key);
		cr_expect(kind->by_key || (answer.proven && answer.ticket.slot == 5), "%s", kind->name);
		cr_expect(mst_addr_ipv4(&answer.target) == HOST && mst_addr_ipv4(&answer.from) == ROUTER);
		mst_put_be16(question.bytes + MST_IPV4_ID, 0);
		error = packet_error(ROUTER, US, MST_ICMP_UNREACHABLE, 1, question.bytes, 28);
		cr_expect(recognise(&error, &setup, &answer) && !answer.proven, "identification rewritten on the way");
		question.bytes[MST_IPV4_DESTINATION + 3] ^= 1;
		error = packet_error(ROUTER, US, MST_ICMP_UNREACHABLE, 1, question.bytes, 28);
		cr_expect_not(recognise(&error, &setup, &answer), "%s about another host", kind->name);
	}
	cr_expect_null(mst_probe_kind_at(99));
}

/* Help, and the sentence for a --probe that is none of them. */
Test(probe_probe, every_kind_is_named_by_what_is_expected)
{
	static const char names[] = "icmp, timestamp, syn:PORT, ack:PORT, fin:PORT, null:PORT, xmas:PORT, udp:PORT";
	struct mst_probe read[MST_PROBES_MAX];
	struct mst_error err;
	char text[256], cut[6];
	unsigned first;

	mst_probe_names(text, sizeof text);
	cr_expect_str_eq(text, names);
	mst_probe_names(cut, sizeof cut);
	cr_expect_str_eq(cut, "icmp,");
	cr_expect_eq(mst_probe_parse(read, &first, "pigeon", &err), -EINVAL);
	cr_expect(strstr(err.text, "--probe pigeon: expected ") && strstr(err.text, names), "%s", err.text);
	cr_expect_eq(mst_probe_parse(read, &first, "a-name-longer-than-any-name-of-a-probe-could-be", &err), -EINVAL);
	cr_expect(strstr(err.text, "…: expected ") && strstr(err.text, names), "%s", err.text);
}

Test(probe_probe, every_code_of_unreachable_has_its_reason)
{
	static const enum mst_reason reasons[] = {
		MST_NET_UNREACH,  MST_HOST_UNREACH,     MST_PROTO_UNREACH,    MST_PORT_UNREACH,
		MST_DEST_UNREACH, MST_DEST_UNREACH,     MST_NET_UNREACH,      MST_HOST_UNREACH,
		MST_HOST_UNREACH, MST_NET_PROHIBITED,   MST_HOST_PROHIBITED,  MST_NET_UNREACH,
		MST_HOST_UNREACH, MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED,
	};

	for (unsigned code = 0; code < 256; code++) {
		cr_expect_eq(mst_probe_error_reason(MST_IPV4, MST_ICMP_UNREACHABLE, (uint8_t)code),
		             code < 16 ? reasons[code] : MST_DEST_UNREACH, "code %u", code);
		cr_expect_eq(mst_probe_error_reason(MST_IPV4, MST_ICMP_TIME_EXCEEDED, (uint8_t)code),
		             MST_TIME_EXCEEDED);
	}
}

Test(probe_probe, lists_of_probes_are_read_and_mistakes_named)
{
	static const char *const wrong[] = {
		"",
		",",
		"icmp,",
		"udp",
		"syn",
		"syn:",
		"syn:0",
		"syn:65536",
		"syn:x",
		"icmp:1",
		"icmp,icmp",
		"syn:1,syn:1",
		"ICMP",
		"syn:1,syn:2,syn:3,syn:4,syn:5,syn:6,syn:7,syn:8,syn:9",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"/",
		"icmp/",
		"/icmp",
		"icmp/syn:1/syn:2",
		"icmp/icmp",
	};
	struct mst_probe read[MST_PROBES_MAX];
	unsigned first;

	cr_assert_eq(mst_probe_parse(read, &first, "icmp,syn:443,syn:80", NULL), 3);
	cr_expect_eq(first, 3);
	cr_expect(read[0].kind == &mst_probe_icmp_echo && read[0].port == 0);
	cr_expect(read[1].kind == &mst_probe_tcp_syn && read[1].port == 443 && read[2].port == 80);
	cr_assert_eq(mst_probe_parse(read, &first, "icmp,syn:443/syn:80", NULL), 3);
	cr_expect_eq(first, 2);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct mst_error err = { "" };

		cr_expect_lt(mst_probe_parse(read, &first, wrong[i], &err), 0, "\"%s\" was taken", wrong[i]);
		cr_expect_eq(strncmp(err.text, "--probe", 7), 0, "%s", err.text);
	}
}
