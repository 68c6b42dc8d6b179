/* SPDX-License-Identifier: BSD-2-Clause */
/* test_probe_proof.c - how much an answer proves: timestamps of TCP, identifiers of UDP payloads, in bits. */
#include "probe/probe.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <string.h>

#include "unit/probe/fixture_questions.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv6.h"

Test(probe_probe_proof, an_identifier_that_comes_back_proves_a_datagram_and_one_that_does_not_marks_it)
{
	struct mst_probe_setup with = setup;
	struct mst_aim aim = { mst_addr_from_ipv4(HOST), 53, { 1, 1 }, 0 },
		       other = { mst_addr_from_ipv4(ROUTER), 53, { 1, 1 }, 0 };
	uint8_t payload[MST_PAYLOAD_BYTES], others[MST_PAYLOAD_BYTES];
	struct mst_addr us = mst_addr_from_ipv4(US);
	struct mst_template template;
	const struct mst_payload *dns;
	struct packet answer = { 0 };
	struct mst_answer found;
	struct mst_error err;
	uint8_t *udp = answer.bytes + MST_IPV4_BYTES;
	uint16_t ours;
	uint32_t sum;

	cr_assert_eq(mst_payloads_new((struct mst_payloads **)&with.payloads, &err), 0);
	dns = mst_payload_for(with.payloads, 53);
	mst_probe_udp.prepare(&template, &with, &us);
	mst_probe_udp.aim(answer.bytes, &template, &with, &aim);
	mst_probe_udp.fill(payload, dns, &with, &aim);
	mst_probe_udp.fill(others, dns, &with, &other);
	cr_expect(memcmp(payload, others, 2) != 0 && memcmp(payload + 2, others + 2, dns->count - 2u) == 0);
	memcpy(udp + MST_UDP_BYTES, payload, dns->count);
	answer.length = MST_IPV4_BYTES + MST_UDP_BYTES + dns->count;
	sum = mst_sum_bytes(MST_PROTO_UDP + MST_UDP_BYTES + (uint32_t)dns->count, answer.bytes + MST_IPV4_SOURCE, 8);
	cr_expect_eq(mst_checksum(mst_sum_bytes(sum, udp, MST_UDP_BYTES + (size_t)dns->count)), 0,
	             "the sum of the question");
	ours = be16(udp);
	mst_put_be32(answer.bytes + MST_IPV4_SOURCE, HOST);
	mst_put_be32(answer.bytes + MST_IPV4_DESTINATION, US);
	mst_put_be16(udp + MST_UDP_SOURCE, 53);
	packet_finish(&answer);
	mst_put_be16(udp + MST_UDP_DESTINATION, ours);
	mst_put_be16(udp + MST_UDP_CHECKSUM, 0);
	cr_assert(recognise(&answer, &with, &found));
	cr_expect(found.bits == 25 && !found.unproven, "%u bits", found.bits);
	udp[MST_UDP_BYTES] ^= 1;
	cr_assert(recognise(&answer, &with, &found));
	cr_expect(found.bits == 9 && found.unproven, "%u bits", found.bits);
	mst_payloads_free((struct mst_payloads *)with.payloads);
}

/* Options of a SYN-ACK: none of meaning twice, timestamps with this echo. */
static struct packet with_echo(struct packet answer, uint32_t echo)
{
	uint8_t *tcp = answer.bytes + MST_IPV4_BYTES;

	memset(tcp + MST_TCP_BYTES, 0, 12);
	tcp[MST_TCP_BYTES] = tcp[MST_TCP_BYTES + 1] = 1;
	tcp[MST_TCP_BYTES + 2] = 8;
	tcp[MST_TCP_BYTES + 3] = 10;
	mst_put_be32(tcp + MST_TCP_BYTES + 8, echo);
	tcp[MST_TCP_OFFSET] = 8 << 4;
	answer.length = MST_IPV4_BYTES + MST_TCP_BYTES + 12;
	packet_finish(&answer);
	return answer;
}

Test(probe_probe_proof, the_timestamp_of_a_syn_proves_more_where_its_answer_echoes_it)
{
	struct packet syn = ask(&mst_probe_tcp_syn, (struct mst_ticket){ 5, 1 }), again, answer = syn, told;
	uint8_t *tcp = answer.bytes + MST_IPV4_BYTES;
	uint32_t tsval = be32(syn.bytes + MST_IPV4_BYTES + MST_TCP_BYTES + 8);
	struct mst_answer found;

	again = ask(&mst_probe_tcp_syn, (struct mst_ticket){ 6, 2 });
	cr_expect(tsval != 0 && be32(again.bytes + MST_IPV4_BYTES + MST_TCP_BYTES + 8) == tsval,
	          "the same in all attempts");
	mst_put_be32(answer.bytes + MST_IPV4_SOURCE, HOST);
	mst_put_be32(answer.bytes + MST_IPV4_DESTINATION, US);
	mst_put_be16(tcp + MST_TCP_SOURCE, PORT);
	mst_put_be16(tcp + MST_TCP_DESTINATION, be16(syn.bytes + MST_IPV4_BYTES));
	mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, be32(syn.bytes + MST_IPV4_BYTES + MST_TCP_SEQ) + 1);
	tcp[MST_TCP_FLAGS] = MST_TCP_SYN | MST_TCP_ACK;
	told = with_echo(answer, tsval);
	cr_assert(recognise(&told, &setup, &found));
	cr_expect_eq(found.bits, 32 + 9 + 32);
	told = with_echo(answer, 0);
	cr_assert(recognise(&told, &setup, &found), "the option has nothing to echo");
	cr_expect_eq(found.bits, 32 + 9);
	told = with_echo(answer, tsval ^ 1);
	cr_assert(recognise(&told, &setup, &found), "a firewall may have rewritten it");
	cr_expect_eq(found.bits, 32 + 9);
}

Test(probe_probe_proof, an_error_about_udp_that_quotes_another_identification_is_unproven)
{
	struct packet question = ask(&mst_probe_udp, (struct mst_ticket){ 1, 1 });
	struct packet error = packet_error(ROUTER, US, MST_ICMP_UNREACHABLE, 3, question.bytes, 28);
	struct mst_answer found;

	cr_assert(recognise(&error, &setup, &found));
	cr_expect(!found.unproven && found.bits == 9 + 16, "%u bits", found.bits);
	question.bytes[MST_IPV4_ID] ^= 1;
	error = packet_error(ROUTER, US, MST_ICMP_UNREACHABLE, 3, question.bytes, 28);
	cr_assert(recognise(&error, &setup, &found), "a NAT may have rewritten it");
	cr_expect(found.unproven && found.bits == 9, "%u bits", found.bits);
}

/* Port unreachable, of ICMPv6. */
static struct packet error6(const struct mst_addr *router, const struct mst_addr *to, const struct packet *quoted)
{
	struct packet error = { .length = MST_IPV6_BYTES + 8 + quoted->length };
	uint32_t bytes = (uint32_t)(8 + quoted->length);
	uint8_t *icmp = error.bytes + MST_IPV6_BYTES;

	mst_ipv6_begin(error.bytes, (uint16_t)bytes, MST_PROTO_ICMP6, 64, router);
	memcpy(error.bytes + MST_IPV6_DESTINATION, to->bytes, 16);
	icmp[0] = MST_ICMP6_UNREACHABLE;
	icmp[1] = 4;
	memcpy(icmp + 8, quoted->bytes, quoted->length);
	mst_put_be16(icmp + MST_ICMP_CHECKSUM,
	             mst_checksum(mst_sum_bytes(
			     mst_sum_bytes(MST_PROTO_ICMP6 + bytes, error.bytes + MST_IPV6_SOURCE, 32), icmp, bytes)));
	return error;
}

Test(probe_probe_proof, over_ipv6_the_flow_label_is_the_identification)
{
	struct mst_addr us, host, router;
	struct packet question = { 0 }, error;
	struct mst_template template;
	struct mst_answer found;
	struct mst_aim aim;

	cr_assert(mst_addr_parse(&us, "2001:db8::1") == 0 && mst_addr_parse(&host, "2001:db8::2") == 0 &&
	          mst_addr_parse(&router, "2001:db8::fe") == 0);
	aim = (struct mst_aim){ host, PORT, { 1, 1 }, 0 };
	mst_probe_udp.prepare(&template, &setup, &us);
	mst_probe_udp.aim(question.bytes, &template, &setup, &aim);
	question.length = template.length;
	error = error6(&router, &us, &question);
	cr_assert(recognise(&error, &setup, &found));
	cr_expect(!found.unproven && found.bits == 9 + 16, "%u bits", found.bits);
	question.bytes[MST_IPV6_FLOW + 3] ^= 1;
	error = error6(&router, &us, &question);
	cr_assert(recognise(&error, &setup, &found));
	cr_expect(found.unproven && found.bits == 9, "%u bits", found.bits);
}
