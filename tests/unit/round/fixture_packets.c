/* SPDX-License-Identifier: BSD-2-Clause */
/* packets.c - see packets.h. */
#include "unit/round/fixture_packets.h"

#include <muster/addr.h>
#include <string.h>

uint16_t packet_u16(const struct packet *packet, size_t at)
{
	return (uint16_t)(packet->bytes[at] << 8 | packet->bytes[at + 1]);
}

uint32_t packet_u32(const struct packet *packet, size_t at)
{
	return (uint32_t)packet_u16(packet, at) << 16 | packet_u16(packet, at + 2);
}

void packet_put16(struct packet *packet, size_t at, uint16_t value)
{
	packet->bytes[at] = (uint8_t)(value >> 8);
	packet->bytes[at + 1] = (uint8_t)value;
}

void packet_put32(struct packet *packet, size_t at, uint32_t value)
{
	packet_put16(packet, at, (uint16_t)(value >> 16));
	packet_put16(packet, at + 2, (uint16_t)value);
}

static uint16_t checksum(const struct packet *packet, size_t from, size_t until, uint32_t sum)
{
	for (size_t i = from; i < until; i++)
		sum += i % 2 == from % 2 ? (uint32_t)packet->bytes[i] << 8 : packet->bytes[i];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void repair_payload(struct packet *packet, size_t at, uint32_t sum)
{
	if (at + 2 > packet->length)
		return;
	packet_put16(packet, at, 0);
	packet_put16(packet, at, checksum(packet, MST_IPV4_BYTES, packet->length, sum));
}

void packet_repair(struct packet *packet)
{
	uint32_t pseudo = MST_PROTO_TCP + (uint32_t)packet->length - MST_IPV4_BYTES;

	if (packet->length < MST_IPV4_BYTES)
		return;
	packet_put16(packet, MST_IPV4_TOTAL, (uint16_t)packet->length);
	packet_put16(packet, MST_IPV4_CHECKSUM, 0);
	packet_put16(packet, MST_IPV4_CHECKSUM, checksum(packet, 0, MST_IPV4_BYTES, 0));
	for (size_t at = MST_IPV4_SOURCE; at < MST_IPV4_BYTES; at += 2)
		pseudo += packet_u16(packet, at);
	if (packet->bytes[MST_IPV4_PROTO] == MST_PROTO_TCP)
		repair_payload(packet, TCP_AT + MST_TCP_CHECKSUM, pseudo);
	else if (packet->bytes[MST_IPV4_PROTO] == MST_PROTO_ICMP)
		repair_payload(packet, ICMP_AT + MST_ICMP_CHECKSUM, 0);
}

static struct packet begin(size_t length, uint8_t proto, uint32_t source, uint32_t destination)
{
	struct packet packet = { .length = length };

	packet.bytes[0] = 0x45;
	packet.bytes[MST_IPV4_TTL] = ANSWER_TTL;
	packet.bytes[MST_IPV4_PROTO] = proto;
	packet_put32(&packet, MST_IPV4_SOURCE, source);
	packet_put32(&packet, MST_IPV4_DESTINATION, destination);
	return packet;
}

struct packet answer_tcp(const struct packet *syn, uint8_t flags)
{
	struct packet answer = begin(TCP_AT + MST_TCP_BYTES, MST_PROTO_TCP, packet_u32(syn, MST_IPV4_DESTINATION),
	                             packet_u32(syn, MST_IPV4_SOURCE));

	packet_put16(&answer, TCP_AT + MST_TCP_SOURCE, packet_u16(syn, TCP_AT + MST_TCP_DESTINATION));
	packet_put16(&answer, TCP_AT + MST_TCP_DESTINATION, packet_u16(syn, TCP_AT + MST_TCP_SOURCE));
	packet_put32(&answer, TCP_AT + MST_TCP_SEQ, 0x01020304);
	packet_put32(&answer, ACK_AT, packet_u32(syn, TCP_AT + MST_TCP_SEQ) + 1);
	answer.bytes[TCP_AT + MST_TCP_OFFSET] = MST_TCP_BYTES / 4 << 4;
	answer.bytes[TCP_AT + MST_TCP_FLAGS] = flags;
	packet_repair(&answer);
	return answer;
}

struct packet answer_icmp(const struct packet *request)
{
	struct packet answer = *request;

	packet_put32(&answer, MST_IPV4_SOURCE, packet_u32(request, MST_IPV4_DESTINATION));
	packet_put32(&answer, MST_IPV4_DESTINATION, packet_u32(request, MST_IPV4_SOURCE));
	answer.bytes[MST_IPV4_TTL] = ANSWER_TTL;
	answer.bytes[ICMP_AT] = request->bytes[ICMP_AT] == MST_ICMP_ECHO ? MST_ICMP_ECHO_REPLY
	                                                                 : MST_ICMP_TIMESTAMP_REPLY;
	packet_repair(&answer);
	return answer;
}

struct packet answer_ack(const struct packet *ack)
{
	return packet_with32(answer_tcp(ack, MST_TCP_RST), TCP_AT + MST_TCP_SEQ,
	                     packet_u32(ack, TCP_AT + MST_TCP_ACKNOWLEDGEMENT));
}

struct packet answer_error(const struct packet *syn, const char *router, uint8_t type, uint8_t code)
{
	struct mst_addr from = { 0 };
	struct packet answer;

	mst_addr_parse(&from, router);
	answer = begin(QUOTED_TCP_AT + 8, MST_PROTO_ICMP, mst_addr_ipv4(&from), packet_u32(syn, MST_IPV4_SOURCE));
	answer.bytes[ICMP_AT] = type;
	answer.bytes[ICMP_AT + 1] = code;
	memcpy(answer.bytes + QUOTED_AT, syn->bytes, MST_IPV4_BYTES + 8);
	packet_repair(&answer);
	return answer;
}

struct packet packet_with16(struct packet packet, size_t at, uint16_t value)
{
	packet_put16(&packet, at, value);
	packet_repair(&packet);
	return packet;
}

struct packet packet_with32(struct packet packet, size_t at, uint32_t value)
{
	packet_put32(&packet, at, value);
	packet_repair(&packet);
	return packet;
}

struct packet packet_with_flags(struct packet packet, uint8_t flags)
{
	packet.bytes[TCP_AT + MST_TCP_FLAGS] = flags;
	packet_repair(&packet);
	return packet;
}
