/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_xdp.c - the program at the interface (rx/xdp.bpf.c) beside the reader in user space: both must know the same
 * answers. The program runs as a plain function, on a frame that ends at a page which nothing may touch.
 *
 *     byte 0   which answers are wanted, and whether sockets of this machine have all connections
 *     byte 1   the frame: 0 is the rest of the input as it is, all others are an answer that is right, of that kind
 *     byte 2   bits: a tag of VLAN 0; checksums are made right after the edits; the IP header has options, or an
 *              extension header behind it; the rest: bytes of padding
 *     rest     edits of the answer: offset, value; at most 16 of them
 *
 * Whatever the reader recognises by its ticket must have been handed over, whole. And no well-formed frame is kept from
 * the kernel that the reader does not recognise.
 */
#include <assert.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/native/native.h"
#include "questions.h"
#include "rx/filter.h"
#include "wire/ipv6.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

#define US 0x0a090001u /* 10.9.0.1 */
#define HOST 0x0a080005u
#define ROUTER 0x0a0000feu
#define ETHERNET 14
#define EDITS_MAX 16
#define FRAME_MAX NATIVE_FRAME_MAX

enum { WANT_TCP = 1, WANT_ICMP = 2, WANT_TIMESTAMP = 4, WANT_ACK = 8, WANT_RESETS = 16, WANT_HANDSHAKES = 32 };
enum { HAS_SOCKET = 64 };
enum { TAGGED = 1, SUMMED = 2, OPTIONS = 4, PADDING_SHIFT = 3 };

/* ---- what is wanted ---- */

static struct mst_addr us[2];

static struct mst_rx_wanted want(uint8_t bits)
{
	struct mst_xdp_wanted *wanted = native_wanted();

	us[0] = mst_addr_from_ipv4(US);
	assert(mst_addr_parse(&us[1], "2001:db8::1") == 0);
	*wanted = (struct mst_xdp_wanted){
		.key = setup.key,
		.slot_bits = setup.slot_bits,
		.sources = { US },
		.source_count = 1,
		.source6_count = 1,
		.port_first = setup.source_port_first,
		.port_last = setup.source_port_first + setup.source_ports - 1,
		.tcp = (bits & WANT_TCP) != 0,
		.icmp = (bits & WANT_ICMP) != 0,
		.timestamp = (bits & WANT_TIMESTAMP) != 0,
		.ack = (bits & WANT_TCP) && (bits & WANT_ACK),
		.resets = (bits & WANT_RESETS) != 0,
		.handshakes = (bits & WANT_HANDSHAKES) != 0,
		.answers = 64,
	};
	memcpy(wanted->sources6[0], us[1].bytes, sizeof us[1].bytes);
	return (struct mst_rx_wanted){
		.sources = us,
		.source_count = 2,
		.tcp = wanted->tcp,
		.icmp = wanted->icmp,
		.timestamp = wanted->timestamp,
		.ack = wanted->ack,
		.handshakes = wanted->handshakes,
		.port_first = (uint16_t)wanted->port_first,
		.port_last = (uint16_t)wanted->port_last,
		.key = setup.key,
		.slot_bits = setup.slot_bits,
	};
}

static unsigned choose_probes(struct mst_probe *probes, const struct mst_rx_wanted *rx)
{
	unsigned count = 0;

	if (rx->tcp)
		probes[count++].kind = &mst_probe_tcp_syn;
	if (rx->icmp)
		probes[count++].kind = &mst_probe_icmp_echo;
	if (rx->timestamp)
		probes[count++].kind = &mst_probe_icmp_timestamp;
	if (rx->ack)
		probes[count++].kind = &mst_probe_tcp_ack;
	return count;
}

/* libpcap's filter for the same wish: what it lets pass is what the reader sees there. */
static bool passes_filter(const struct mst_rx_wanted *rx, uint8_t bits, const uint8_t *frame, size_t count)
{
	static struct bpf_program programs[64];
	struct bpf_program *program = &programs[bits % 64];
	struct pcap_pkthdr header = { .caplen = (bpf_u_int32)count, .len = (bpf_u_int32)count };

	if (!program->bf_insns) {
		pcap_t *none = pcap_open_dead(DLT_EN10MB, 65535);
		char text[4096];

		assert(none && mst_filter_write(text, sizeof text, rx) == 0);
		assert(pcap_compile(none, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0);
		pcap_close(none);
	}
	return pcap_offline_filter(program, &header, frame) != 0;
}

/* ---- answers that are right ---- */

static void swap(uint8_t *one, uint8_t *other, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t byte = one[i];

		one[i] = other[i];
		other[i] = byte;
	}
}

/* An extension header is left as it is, and what follows it. */
static void sum6(struct packet *packet)
{
	uint8_t *ip = packet->bytes, *body = ip + MST_IPV6_BYTES;
	size_t count = packet->length - MST_IPV6_BYTES;
	uint8_t *field = body + (ip[MST_IPV6_NEXT] == MST_PROTO_TCP ? MST_TCP_CHECKSUM : MST_ICMP_CHECKSUM);
	uint32_t sum = mst_sum_bytes(ip[MST_IPV6_NEXT] + (uint32_t)count, ip + MST_IPV6_SOURCE, 32);

	mst_put_be16(field, 0);
	mst_put_be16(field, mst_checksum(mst_sum_bytes(sum, body, count)));
}

static void finish(struct packet *packet)
{
	if (packet->bytes[0] >> 4 == 6 && packet->bytes[MST_IPV6_NEXT])
		sum6(packet);
	else if (packet->length >= MST_IPV4_BYTES + MST_TCP_BYTES &&
	         (packet->bytes[0] & 15u) * 4 + 20 <= packet->length)
		packet_finish(packet);
}

static void turn_round(struct packet *packet)
{
	if (packet->bytes[0] >> 4 == 6)
		swap(packet->bytes + MST_IPV6_SOURCE, packet->bytes + MST_IPV6_DESTINATION, 16);
	else
		swap(packet->bytes + MST_IPV4_SOURCE, packet->bytes + MST_IPV4_DESTINATION, 4);
}

/* The kind and family of an answer, and what it turns its question into. */
static const struct form {
	const struct mst_probe_kind *kind;
	uint8_t family;
	uint8_t type;  /* of an ICMP reply */
	uint8_t flags; /* of a segment */
	uint8_t add;   /* to the sequence number that it acknowledges */
	bool error;    /* an ICMP error about the question */
} forms[] = {
	{ &mst_probe_icmp_echo, MST_IPV4, MST_ICMP_ECHO_REPLY, 0, 0, false },
	{ &mst_probe_icmp_echo, MST_IPV6, 129, 0, 0, false },
	{ &mst_probe_icmp_timestamp, MST_IPV4, MST_ICMP_TIMESTAMP_REPLY, 0, 0, false },
	{ &mst_probe_tcp_syn, MST_IPV4, 0, MST_TCP_SYN | MST_TCP_ACK, 1, false },
	{ &mst_probe_tcp_syn, MST_IPV4, 0, MST_TCP_RST | MST_TCP_ACK, 1, false },
	{ &mst_probe_tcp_syn, MST_IPV4, 0, MST_TCP_RST | MST_TCP_ACK, 0, false },
	{ &mst_probe_tcp_syn, MST_IPV6, 0, MST_TCP_SYN | MST_TCP_ACK, 1, false },
	{ &mst_probe_tcp_syn, MST_IPV6, 0, MST_TCP_RST | MST_TCP_ACK, 1, false },
	{ &mst_probe_tcp_ack, MST_IPV4, 0, MST_TCP_RST, 0, false },
	{ &mst_probe_tcp_ack, MST_IPV6, 0, MST_TCP_RST, 0, false },
	{ &mst_probe_icmp_echo, MST_IPV4, MST_ICMP_UNREACHABLE, 0, 0, true },
	{ &mst_probe_icmp_timestamp, MST_IPV4, MST_ICMP_TIME_EXCEEDED, 0, 0, true },
	{ &mst_probe_tcp_syn, MST_IPV4, MST_ICMP_UNREACHABLE, 0, 0, true },
	{ &mst_probe_tcp_ack, MST_IPV4, MST_ICMP_PARAMETER_PROBLEM, 0, 0, true },
};

static void answer_segment(struct packet *packet, const struct form *form)
{
	uint8_t *tcp = packet->bytes + (form->family == MST_IPV6 ? MST_IPV6_BYTES : MST_IPV4_BYTES);
	bool acknowledges = form->kind == &mst_probe_tcp_ack;
	uint32_t number = be32(tcp + (acknowledges ? MST_TCP_ACKNOWLEDGEMENT : MST_TCP_SEQ)) + form->add;

	swap(tcp + MST_TCP_SOURCE, tcp + MST_TCP_DESTINATION, 2);
	mst_put_be32(tcp + (acknowledges ? MST_TCP_SEQ : MST_TCP_ACKNOWLEDGEMENT), number);
	tcp[MST_TCP_FLAGS] = form->flags;
}

static struct packet answer(const struct form *form)
{
	struct mst_addr target = mst_addr_from_ipv4(HOST), from = us[0];
	struct packet packet;

	if (form->family == MST_IPV6) {
		from = us[1];
		assert(mst_addr_parse(&target, "2001:db8::2") == 0);
	}
	packet = question(form->kind, &from, &target, (struct mst_ticket){ 77, 3 });
	if (form->error)
		return packet_error(ROUTER, US, form->type, 1, packet.bytes, MST_IPV4_BYTES + 8);
	turn_round(&packet);
	if (form->flags)
		answer_segment(&packet, form);
	else
		packet.bytes[form->family == MST_IPV6 ? MST_IPV6_BYTES : MST_IPV4_BYTES] = form->type;
	finish(&packet);
	return packet;
}

/* Eight bytes more: IPv4 options that say nothing, or a hop-by-hop header of padding. */
static void lengthen(struct packet *packet)
{
	bool ipv6 = packet->bytes[0] >> 4 == 6;
	uint8_t *ip = packet->bytes, *at = ip + (ipv6 ? MST_IPV6_BYTES : MST_IPV4_BYTES);
	const uint8_t header[8] = { ip[MST_IPV6_NEXT], 0, 1, 4 };

	memmove(at + 8, at, packet->length - (size_t)(at - ip));
	packet->length += 8;
	if (ipv6) {
		memcpy(at, header, sizeof header);
		ip[MST_IPV6_NEXT] = 0;
		mst_put_be16(ip + MST_IPV6_PAYLOAD, (uint16_t)(packet->length - MST_IPV6_BYTES));
	} else {
		memset(at, 1, 8);
		ip[0] += 2;
		packet_finish(packet);
	}
}

static size_t wrap(uint8_t *frame, const struct packet *packet, bool tagged)
{
	size_t at = ETHERNET;

	memset(frame, 2, ETHERNET + 4);
	mst_put_be16(frame + 12, tagged ? 0x8100 : packet->bytes[0] >> 4 == 6 ? 0x86dd : 0x0800);
	if (tagged) {
		mst_put_be16(frame + 14, 0xa000);
		mst_put_be16(frame + 16, packet->bytes[0] >> 4 == 6 ? 0x86dd : 0x0800);
		at = ETHERNET + 4;
	}
	memcpy(frame + at, packet->bytes, packet->length);
	return at + packet->length;
}

static size_t build(uint8_t *frame, const uint8_t *bytes, size_t count)
{
	struct packet packet;
	size_t length;

	if (bytes[1] == 0) {
		size_t rest = count - 3 < FRAME_MAX ? count - 3 : FRAME_MAX;

		memcpy(frame, bytes + 3, rest);
		return rest;
	}
	packet = answer(&forms[bytes[1] % (sizeof forms / sizeof *forms)]);
	if (bytes[2] & OPTIONS)
		lengthen(&packet);
	for (size_t i = 0; i < EDITS_MAX && 3 + 2 * i + 1 < count; i++)
		packet.bytes[bytes[3 + 2 * i] % packet.length] = bytes[3 + 2 * i + 1];
	if (bytes[2] & SUMMED)
		finish(&packet);
	length = wrap(frame, &packet, bytes[2] & TAGGED);
	memset(frame + length, 0, bytes[2] >> PADDING_SHIFT);
	return length + (bytes[2] >> PADDING_SHIFT);
}

/* As round/recognise.c requires it: the answer comes to the address that asked. */
static bool is_to_us(const struct mst_view *view)
{
	const struct mst_addr *asker = mst_view_is_error(view) ? &view->quoted.source : &view->destination;
	const struct mst_addr *own = &us[asker->family == MST_IPV6];

	return mst_addr_equal(asker, own) && mst_addr_equal(&view->destination, own);
}

/* A segment to a port of ours that no socket has, and that opens nothing. */
static bool is_of_handshake(const struct mst_rx_wanted *rx, uint8_t bits, const struct mst_view *view)
{
	return rx->tcp && rx->handshakes && !(bits & HAS_SOCKET) && view->kind == MST_VIEW_TCP &&
	       view->tcp.destination >= rx->port_first && view->tcp.destination <= rx->port_last &&
	       (!(view->tcp.flags & MST_TCP_SYN) || view->tcp.flags & MST_TCP_RST);
}

/* What is kept from the kernel is handed over, and what is handed over is as it came. */
static void check_record(bool passed, const uint8_t *frame, size_t count)
{
	const struct mst_xdp_record *handed = native_record();
	size_t kept = count < MST_XDP_WHOLE_BYTES ? count : MST_XDP_WHOLE_BYTES;

	assert(native_records() <= 1 && (passed || native_records() == 1));
	if (native_records())
		assert(handed->wire_bytes == count && handed->count == kept && memcmp(handed->bytes, frame, kept) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	uint8_t frame[FRAME_MAX];
	struct mst_probe probes[MST_PROBES_MAX] = { 0 };
	struct mst_rx_wanted rx;
	struct mst_answer found;
	struct mst_view view;
	size_t length;
	bool passed, whole, ours;

	if (count < 3)
		return 0;
	rx = want(bytes[0]);
	native_has_socket(bytes[0] & HAS_SOCKET);
	length = build(frame, bytes, count);
	passed = native_run(frame, length);
	check_record(passed, frame, length);
	whole = mst_frame_read(&view, DLT_EN10MB, frame, length) == MST_FATE_WHOLE && view.vlan == 0;
	if (!whole || !passes_filter(&rx, bytes[0], frame, length))
		return 0;
	ours = mst_probe_recognise(probes, choose_probes(probes, &rx), &setup, &view, &found) && !found.by_key &&
	       is_to_us(&view);
	assert(!ours || native_records() == 1);
	assert(ours || passed || is_of_handshake(&rx, bytes[0], &view));
	return 0;
}
