/* SPDX-License-Identifier: BSD-2-Clause */
/* test_probe_families.c - what each kind asks over IPv6, segments that belong to nothing, datagrams,
 * and the own link. */
#include "probe/probe.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <string.h>

#include "wire/arp.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ip.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define PORT 443
#define SLOT 1234

static struct mst_probe_setup setup = {
	.key = { { 11, 22 } },
	.slot_bits = 20,
	.source_port_first = 40000,
	.source_ports = 1000,
	.ttl = 61,
};

#define ROW(name) { .kind = &mst_probe_##name },
static const struct mst_probe probes[] = { MST_PROBE_KINDS(ROW) MST_PROBE_LINK_KINDS(ROW) };

static const uint8_t families[] = { MST_IPV4, MST_IPV6 };

struct frame {
	uint8_t bytes[600];
	size_t length;
	size_t at; /* where the transport header begins */
};

static struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

static struct mst_addr us(uint8_t family)
{
	return addr_of(family == MST_IPV6 ? "2001:db8::1" : "10.0.0.1");
}

static struct mst_addr host(uint8_t family)
{
	return addr_of(family == MST_IPV6 ? "2001:db8::2" : "10.0.0.2");
}

/* With what is sent behind it. */
static struct frame ask(const struct mst_probe_kind *kind, uint8_t family)
{
	struct mst_addr source = us(family);
	struct mst_aim aim = { host(family), kind->has_port ? PORT : 0, { SLOT, 2 }, 99 };
	struct mst_template template;
	struct frame frame = { .length = 0 };

	kind->prepare(&template, &setup, &source);
	kind->aim(frame.bytes, &template, &setup, &aim);
	frame.length = template.length;
	frame.at = template.at;
	if (kind->payload) {
		const struct mst_payload *payload = kind->payload(&setup, PORT);

		memcpy(frame.bytes + frame.length, payload->bytes, payload->count);
		frame.length += payload->count;
	}
	return frame;
}

/* The sum over what an IP packet carries, which is 0 when its checksum is right. */
static uint16_t rest_of(const struct frame *frame)
{
	struct mst_reader r = mst_reader_over(frame->bytes, frame->length);
	struct mst_ip ip;
	uint32_t pseudo;

	cr_assert(mst_ip_read(&r, &ip));
	cr_assert_eq(ip.total, frame->length, "%zu of %zu bytes", ip.total, frame->length);
	pseudo = ip.proto == MST_PROTO_ICMP ? 0 : mst_ip_pseudo_sum(&ip, ip.proto, r.left);
	return mst_checksum(mst_sum_bytes(pseudo, r.at, r.left));
}

/* Makes an answer of a question: the addresses change places, and so do ports; then it is summed anew. */
static void turn_round(struct frame *frame)
{
	bool is_ipv6 = frame->bytes[0] >> 4 == 6;
	size_t from = is_ipv6 ? MST_IPV6_SOURCE : MST_IPV4_SOURCE, bytes = is_ipv6 ? 16 : 4;
	uint8_t *transport = frame->bytes + frame->at, addr[16], port[2];

	memcpy(addr, frame->bytes + from, bytes);
	memmove(frame->bytes + from, frame->bytes + from + bytes, bytes);
	memcpy(frame->bytes + from + bytes, addr, bytes);
	memcpy(port, transport, 2);
	memmove(transport, transport + 2, 2);
	memcpy(transport + 2, port, 2);
}

static void sum_up(struct frame *frame, size_t field)
{
	uint8_t *at = frame->bytes + frame->at + field;

	mst_put_be16(at, 0);
	mst_put_be16(at, rest_of(frame));
	if (frame->bytes[0] >> 4 == 4) {
		mst_put_be16(frame->bytes + MST_IPV4_CHECKSUM, 0);
		mst_put_be16(frame->bytes + MST_IPV4_CHECKSUM,
		             mst_checksum(mst_sum_bytes(0, frame->bytes, MST_IPV4_BYTES)));
	}
}

static bool recognise(const struct frame *frame, struct mst_answer *answer)
{
	struct mst_view view;

	if (mst_frame_read(&view, DLT_RAW, frame->bytes, frame->length) != MST_FATE_WHOLE)
		return false;
	return mst_probe_recognise(probes, sizeof probes / sizeof *probes, &setup, &view, answer);
}

Test(probe_probe_families, every_frame_has_a_right_checksum_in_both_families)
{
	cr_assert_eq(mst_payloads_new((struct mst_payloads **)&setup.payloads, NULL), 0);
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		for (size_t f = 0; f < 2; f++) {
			uint8_t family = families[f];
			const struct mst_probe_kind *kind = probes[i].kind;
			struct frame frame;

			if (!mst_probe_proto(kind, family) || kind == &mst_probe_nd)
				continue;
			frame = ask(kind, family);
			cr_expect_eq(rest_of(&frame), 0, "%s over IPv%u", kind->name, family);
		}
	}
	mst_payloads_free((struct mst_payloads *)setup.payloads);
	setup.payloads = NULL;
}

Test(probe_probe_families, an_echo_reply_over_ipv6_is_an_answer_and_a_changed_one_is_not)
{
	struct frame frame = ask(&mst_probe_icmp_echo, MST_IPV6);
	struct mst_answer answer;
	size_t from = MST_IPV6_SOURCE;

	memcpy(frame.bytes + from, host(MST_IPV6).bytes, 16);
	memcpy(frame.bytes + from + 16, us(MST_IPV6).bytes, 16);
	frame.bytes[frame.at] = MST_ICMP6_ECHO_REPLY;
	sum_up(&frame, MST_ICMP_CHECKSUM);
	cr_assert(recognise(&frame, &answer));
	cr_expect(answer.reason == MST_ECHO_REPLY && answer.ticket.slot == SLOT && answer.sent_ns == 99 &&
	          answer.proto == 58);
	frame.bytes[frame.length - 1] ^= 1;
	cr_expect_not(recognise(&frame, &answer), "a wrong checksum");
	sum_up(&frame, MST_ICMP_CHECKSUM);
	cr_expect(recognise(&frame, &answer) && answer.reason == MST_ECHO_REPLY_ALTERED, "a wrong address at its end");
	frame.bytes[frame.length - 1] ^= 1;
	frame.bytes[from + 15] ^= 1;
	sum_up(&frame, MST_ICMP_CHECKSUM);
	cr_assert(recognise(&frame, &answer), "from another address");
	cr_expect(answer.reason == MST_OTHER_ADDRESS && answer.ticket.slot == SLOT && answer.sent_ns == 99);
	cr_expect(memcmp(answer.target.bytes, host(MST_IPV6).bytes, 16) == 0 &&
	          memcmp(answer.from.bytes, frame.bytes + from, 16) == 0);
	frame.bytes[frame.length - 1] ^= 1;
	sum_up(&frame, MST_ICMP_CHECKSUM);
	cr_expect_not(recognise(&frame, &answer), "from another address, about a third one");
}

/* What RFC 9293, section 3.10.7.1, makes of a segment for no connection. */
static void reset(struct frame *frame)
{
	uint8_t *tcp = frame->bytes + frame->at;
	uint8_t flags = tcp[MST_TCP_FLAGS], seq[4], ack[4];

	memcpy(seq, tcp + MST_TCP_SEQ, 4);
	memcpy(ack, tcp + MST_TCP_ACKNOWLEDGEMENT, 4);
	turn_round(frame);
	if (flags & MST_TCP_ACK) {
		memcpy(tcp + MST_TCP_SEQ, ack, 4);
		memset(tcp + MST_TCP_ACKNOWLEDGEMENT, 0, 4);
		tcp[MST_TCP_FLAGS] = MST_TCP_RST;
	} else {
		uint32_t next = ((uint32_t)seq[0] << 24 | (uint32_t)seq[1] << 16 | (uint32_t)seq[2] << 8 | seq[3]) +
		                !!(flags & (MST_TCP_FIN | MST_TCP_SYN));

		memset(tcp + MST_TCP_SEQ, 0, 4);
		mst_put_be32(tcp + MST_TCP_ACKNOWLEDGEMENT, next);
		tcp[MST_TCP_FLAGS] = MST_TCP_RST | MST_TCP_ACK;
	}
	sum_up(frame, MST_TCP_CHECKSUM);
}

Test(probe_probe_families, resets_of_every_kind_of_segment_are_answers_to_that_kind_alone)
{
	static const struct mst_probe_kind *const kinds[] = {
		&mst_probe_tcp_syn, &mst_probe_tcp_ack, &mst_probe_tcp_fin, &mst_probe_tcp_null, &mst_probe_tcp_xmas,
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		for (size_t f = 0; f < 2; f++) {
			uint8_t family = families[f];
			struct frame frame = ask(kinds[i], family);
			struct mst_probe other = { .kind = kinds[(i + 1) % 5] };
			struct mst_answer answer;
			struct mst_view view;

			reset(&frame);
			cr_assert(recognise(&frame, &answer), "%s over IPv%u", kinds[i]->name, family);
			cr_expect(answer.reason == MST_RESET && answer.ticket.slot == SLOT &&
			          answer.ticket.attempt == 2);
			cr_expect(answer.port == PORT && answer.proven);
			mst_frame_read(&view, DLT_RAW, frame.bytes, frame.length);
			cr_expect_not(mst_probe_recognise(&other, 1, &setup, &view, &answer), "%s taken for %s",
			              kinds[i]->name, other.kind->name);
		}
	}
}

Test(probe_probe_families, a_datagram_to_the_port_that_asked_is_an_answer)
{
	for (size_t f = 0; f < 2; f++) {
		uint8_t family = families[f];
		struct frame frame = ask(&mst_probe_udp, family);
		struct mst_answer answer;

		turn_round(&frame);
		sum_up(&frame, MST_UDP_CHECKSUM);
		cr_assert(recognise(&frame, &answer));
		cr_expect(answer.by_key && answer.reason == MST_UDP_RESPONSE && answer.port == PORT && !answer.proven);
		frame.bytes[frame.at + 3] ^= 1;
		sum_up(&frame, MST_UDP_CHECKSUM);
		cr_expect_not(recognise(&frame, &answer), "to another port of ours");
	}
}

/* An error of ICMPv6 about these bytes. */
static struct frame error_about(const struct frame *quoted, uint8_t type, uint8_t code)
{
	struct mst_addr router = addr_of("2001:db8::fe"), to = us(MST_IPV6);
	struct frame error = { .length = MST_IPV6_BYTES + 8 + quoted->length, .at = MST_IPV6_BYTES };

	mst_ipv6_begin(error.bytes, (uint16_t)(8 + quoted->length), MST_PROTO_ICMP6, 64, &router);
	memcpy(error.bytes + MST_IPV6_DESTINATION, to.bytes, 16);
	error.bytes[error.at] = type;
	error.bytes[error.at + 1] = code;
	memcpy(error.bytes + error.at + 8, quoted->bytes, quoted->length);
	sum_up(&error, MST_ICMP_CHECKSUM);
	return error;
}

Test(probe_probe_families, errors_of_icmpv6_have_their_reasons)
{
	static const enum mst_reason unreachable[] = {
		MST_NET_UNREACH,  MST_ADMIN_PROHIBITED, MST_BEYOND_SCOPE, MST_HOST_UNREACH,
		MST_PORT_UNREACH, MST_FAILED_POLICY,    MST_REJECT_ROUTE, MST_DEST_UNREACH,
	};
	struct frame syn = ask(&mst_probe_tcp_syn, MST_IPV6), error;
	struct mst_answer answer;

	for (uint8_t code = 0; code < 8; code++) {
		error = error_about(&syn, MST_ICMP6_UNREACHABLE, code);
		cr_assert(recognise(&error, &answer));
		cr_expect(answer.reason == unreachable[code] && answer.is_error && answer.proven &&
		          answer.ticket.slot == SLOT);
	}
	error = error_about(&syn, MST_ICMP6_TIME_EXCEEDED, 0);
	cr_expect(recognise(&error, &answer) && answer.reason == MST_TIME_EXCEEDED);
	error = error_about(&syn, MST_ICMP6_PARAMETER_PROBLEM, 1);
	cr_expect(recognise(&error, &answer) && answer.reason == MST_PROTO_UNREACH);
	error = error_about(&syn, MST_ICMP6_PARAMETER_PROBLEM, 0);
	cr_expect(recognise(&error, &answer) && answer.reason == MST_PARAM_PROBLEM);
	error = error_about(&syn, MST_ICMP6_TOO_BIG, 0);
	cr_expect_not(recognise(&error, &answer), "proves nothing about the target");
}

Test(probe_probe_families, quoted_extension_headers_are_walked_within_bounds)
{
	static const uint8_t options[8] = { MST_PROTO_TCP, 0, 1, 4 };
	struct frame syn = ask(&mst_probe_tcp_syn, MST_IPV6), longer = syn, error;
	struct mst_answer answer;

	memcpy(longer.bytes + MST_IPV6_BYTES, options, sizeof options);
	memcpy(longer.bytes + MST_IPV6_BYTES + 8, syn.bytes + MST_IPV6_BYTES, syn.length - MST_IPV6_BYTES);
	longer.bytes[MST_IPV6_NEXT] = 60; /* destination options */
	longer.length += 8;
	mst_put_be16(longer.bytes + MST_IPV6_PAYLOAD, (uint16_t)(longer.length - MST_IPV6_BYTES));
	error = error_about(&longer, MST_ICMP6_UNREACHABLE, 3);
	cr_expect(recognise(&error, &answer) && answer.reason == MST_HOST_UNREACH);
	longer.bytes[MST_IPV6_BYTES + 1] = 200; /* … that reach past the end */
	error = error_about(&longer, MST_ICMP6_UNREACHABLE, 3);
	cr_expect_not(recognise(&error, &answer));
}

/* ---- the own link ---- */

static const uint8_t our_mac[6] = { 2, 0, 0, 0, 0, 1 }, their_mac[6] = { 2, 0, 0, 0, 0, 2 };

static struct frame solicit(uint8_t ethernet[14])
{
	struct frame frame = ask(&mst_probe_nd, MST_IPV6);
	struct mst_addr target = host(MST_IPV6);

	memcpy(ethernet + 6, our_mac, 6);
	mst_probe_nd.wrap(frame.bytes, ethernet, &target);
	return frame;
}

Test(probe_probe_families, a_solicitation_goes_to_the_group_of_its_target)
{
	static const uint8_t group_mac[6] = { 0x33, 0x33, 0xff, 0, 0, 2 };
	struct mst_addr group = addr_of("ff02::1:ff00:2");
	uint8_t ethernet[14];
	struct frame frame = solicit(ethernet);

	cr_expect_arr_eq(ethernet, group_mac, 6);
	cr_expect_arr_eq(frame.bytes + MST_IPV6_DESTINATION, group.bytes, 16);
	cr_expect_eq(frame.bytes[MST_IPV6_HOPS], 255);
	cr_expect_eq(rest_of(&frame), 0);
	cr_expect_arr_eq(frame.bytes + MST_IPV6_BYTES + MST_ND_BYTES + 2, our_mac, 6);
}

static struct frame advertise(uint8_t hops, uint8_t flags, const uint8_t mac[6])
{
	struct mst_addr source = host(MST_IPV6), to = us(MST_IPV6);
	struct frame frame = { .length = MST_IPV6_BYTES + MST_ND_BYTES + 8, .at = MST_IPV6_BYTES };
	uint8_t *message = frame.bytes + frame.at;

	mst_ipv6_begin(frame.bytes, MST_ND_BYTES + 8, MST_PROTO_ICMP6, hops, &source);
	memcpy(frame.bytes + MST_IPV6_DESTINATION, to.bytes, 16);
	message[0] = MST_ICMP6_ADVERTISEMENT;
	message[MST_ND_FLAGS] = flags;
	memcpy(message + MST_ND_TARGET, source.bytes, 16);
	message[MST_ND_BYTES] = MST_ND_OPTION_TARGET;
	message[MST_ND_BYTES + 1] = 1;
	memcpy(message + MST_ND_BYTES + 2, mac, 6);
	sum_up(&frame, MST_ICMP_CHECKSUM);
	return frame;
}

Test(probe_probe_families, an_advertisement_of_this_link_is_an_answer)
{
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, nobody[6] = { 0 };
	struct frame right = advertise(255, MST_ND_SOLICITED, their_mac), wrong[] = {
		advertise(254, MST_ND_SOLICITED, their_mac),
		advertise(255, MST_ND_SOLICITED, all),
		advertise(255, MST_ND_SOLICITED, nobody),
	};
	struct mst_answer answer;

	cr_assert(recognise(&right, &answer));
	cr_expect(answer.by_key && answer.has_mac && answer.reason == MST_ND_RESPONSE);
	cr_expect_arr_eq(answer.mac, their_mac, 6);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_expect_not(recognise(&wrong[i], &answer), "%zu", i);
	right.bytes[right.at + MST_ND_BYTES + 1] = 0; /* an option of no length */
	sum_up(&right, MST_ICMP_CHECKSUM);
	cr_expect_not(recognise(&right, &answer));
}

/* Behind an Ethernet header. */
static bool recognise_arp(const uint8_t arp[MST_ARP_BYTES], struct mst_answer *answer)
{
	uint8_t frame[14 + MST_ARP_BYTES] = { [12] = 0x08, [13] = 0x06 };
	struct mst_view view;

	memcpy(frame + 14, arp, MST_ARP_BYTES);
	return mst_frame_read(&view, DLT_EN10MB, frame, sizeof frame) == MST_FATE_WHOLE &&
	       mst_probe_recognise(probes, sizeof probes / sizeof *probes, &setup, &view, answer);
}

Test(probe_probe_families, an_arp_reply_is_an_answer)
{
	struct frame frame = ask(&mst_probe_arp, MST_IPV4);
	struct mst_addr target = host(MST_IPV4);
	struct mst_answer answer;
	uint8_t ethernet[14];

	memcpy(ethernet + 6, our_mac, 6);
	mst_probe_arp.wrap(frame.bytes, ethernet, &target);
	cr_expect(ethernet[0] == 0xff && ethernet[5] == 0xff && ethernet[12] == 0x08 && ethernet[13] == 0x06);
	cr_expect_arr_eq(frame.bytes + MST_ARP_SENDER_MAC, our_mac, 6);
	cr_expect_arr_eq(frame.bytes + MST_ARP_TARGET, target.bytes, 4);
	frame.bytes[MST_ARP_OPERATION + 1] = MST_ARP_REPLY;
	memcpy(frame.bytes + MST_ARP_SENDER_MAC, their_mac, 6);
	memcpy(frame.bytes + MST_ARP_SENDER, target.bytes, 4);
	cr_assert(recognise_arp(frame.bytes, &answer));
	cr_expect(mst_addr_equal(&answer.target, &target) && answer.has_mac && answer.reason == MST_ARP_RESPONSE);
	memset(frame.bytes + MST_ARP_SENDER_MAC, 0xff, 6);
	cr_expect_not(recognise_arp(frame.bytes, &answer), "a broadcast address is no machine's");
}
