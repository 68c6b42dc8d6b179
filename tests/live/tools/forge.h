/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * forge.h - builds frames for responder: separate code, so that muster is not tested with its own code.
 */
#ifndef TEST_FORGE_H
#define TEST_FORGE_H

#include <arpa/inet.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FRAME_MAX 256
#define IP_BYTES 20
#define L4_AT (sizeof(struct ether_header) + IP_BYTES)

struct forged {
	size_t count;
	uint8_t bytes[FRAME_MAX];
};

/* The parts of a probe that an answer needs. Addresses and ports are in host order. */
struct asked {
	uint8_t near_mac[6], far_mac[6];
	uint32_t asker, target;
	uint8_t proto;
	uint16_t asker_port, port;
	uint32_t seq;
	uint16_t echo_id, echo_seq;
	size_t payload_bytes;
	const uint8_t *payload;
	const uint8_t *packet; /* IP header on; at least 28 bytes */
};

static inline uint32_t sum_of(uint32_t sum, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum += (uint32_t)bytes[i] << (i % 2 ? 0 : 8);
	return sum;
}

static inline uint16_t checksum_of(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)~sum;
}

static inline void put16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static inline void put32(uint8_t *at, uint32_t value)
{
	put16(at, (uint16_t)(value >> 16));
	put16(at + 2, (uint16_t)value);
}

/* Computes both checksums over the present bytes of the frame. */
static inline void seal(struct forged *frame)
{
	uint8_t *ip = frame->bytes + sizeof(struct ether_header);
	uint8_t *l4 = frame->bytes + L4_AT;
	size_t l4_bytes = frame->count - L4_AT;
	bool tcp = ip[9] == IPPROTO_TCP;
	size_t field = tcp ? 16 : 2;
	uint32_t pseudo = tcp ? sum_of(IPPROTO_TCP + (uint32_t)l4_bytes, ip + 12, 8) : 0;

	put16(ip + 10, 0);
	put16(ip + 10, checksum_of(sum_of(0, ip, IP_BYTES)));
	put16(l4 + field, 0);
	put16(l4 + field, checksum_of(sum_of(pseudo, l4, l4_bytes)));
}

static inline void start_frame(struct forged *frame, const struct asked *q, uint32_t from, uint8_t proto,
                               size_t l4_bytes)
{
	uint8_t *ip = frame->bytes + sizeof(struct ether_header);

	memset(frame, 0, sizeof *frame);
	frame->count = L4_AT + l4_bytes;
	memcpy(frame->bytes, q->near_mac, 6);
	memcpy(frame->bytes + 6, q->far_mac, 6);
	put16(frame->bytes + 12, ETHERTYPE_IP);
	ip[0] = 0x45;
	put16(ip + 2, (uint16_t)(IP_BYTES + l4_bytes));
	ip[8] = 61;
	ip[9] = proto;
	put32(ip + 12, from);
	put32(ip + 16, q->asker);
}

static inline void forge_tcp(struct forged *frame, const struct asked *q, uint8_t flags)
{
	uint8_t *tcp = frame->bytes + L4_AT;

	start_frame(frame, q, q->target, IPPROTO_TCP, 20);
	put16(tcp, q->port);
	put16(tcp + 2, q->asker_port);
	put32(tcp + 4, flags & TH_SYN ? 0x10203040 : 0);
	put32(tcp + 8, q->seq + 1);
	tcp[12] = 5 << 4;
	tcp[13] = flags;
	put16(tcp + 14, flags & TH_SYN ? 64240 : 0);
	seal(frame);
}

static inline void forge_echo_reply(struct forged *frame, const struct asked *q)
{
	uint8_t *icmp = frame->bytes + L4_AT;

	start_frame(frame, q, q->target, IPPROTO_ICMP, 8 + q->payload_bytes);
	icmp[0] = ICMP_ECHOREPLY;
	put16(icmp + 4, q->echo_id);
	put16(icmp + 6, q->echo_seq);
	if (q->payload_bytes)
		memcpy(icmp + 8, q->payload, q->payload_bytes);
	seal(frame);
}

/* An ICMP error of a router, quoting header and 64 bits. The quote begins at L4_AT + 8. */
static inline void forge_error(struct forged *frame, const struct asked *q, uint32_t router, uint8_t type, uint8_t code)
{
	uint8_t *icmp = frame->bytes + L4_AT;

	start_frame(frame, q, router, IPPROTO_ICMP, 8 + IP_BYTES + 8);
	icmp[0] = type;
	icmp[1] = code;
	memcpy(icmp + 8, q->packet, IP_BYTES + 8);
	seal(frame);
}

#endif
