/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packets.h - what the network may say to a SYN, made of that SYN, with sums of its own counting.
 */
#ifndef TEST_ROUND_FIXTURE_PACKETS_H
#define TEST_ROUND_FIXTURE_PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "wire/ipv4.h"

#define PACKET_MAX 128
#define ANSWER_TTL 57
#define SYN_ACK (MST_TCP_SYN | MST_TCP_ACK)
#define RST_ACK (MST_TCP_RST | MST_TCP_ACK)

/* From the IPv4 header on, without options. */
struct packet {
	size_t length;
	uint8_t bytes[PACKET_MAX];
};

/* Where things stand in a packet: of its own, and in the packet that an ICMP error quotes. */
enum {
	TCP_AT = 20,
	ACK_AT = TCP_AT + MST_TCP_SEQ + 4,
	ICMP_AT = 20,
	QUOTED_AT = 28,
	QUOTED_TCP_AT = 48,
};

/* The target's: addresses and ports the other way round, acknowledging the SYN. */
struct packet answer_tcp(const struct packet *syn, uint8_t flags);

/* The target's, to an echo or timestamp request: everything it carries comes back. */
struct packet answer_icmp(const struct packet *request);

/* The target's, to an ACK: a RST that begins where that acknowledged. */
struct packet answer_ack(const struct packet *ack);

/* A router's: quotes the IP header and eight bytes, as RFC 792 wants. */
struct packet answer_error(const struct packet *syn, const char *router, uint8_t type, uint8_t code);

/* Makes the total length and the IP, TCP and ICMP checksums right again. */
void packet_repair(struct packet *packet);

uint16_t packet_u16(const struct packet *packet, size_t at);
uint32_t packet_u32(const struct packet *packet, size_t at);
void packet_put16(struct packet *packet, size_t at, uint16_t value);
void packet_put32(struct packet *packet, size_t at, uint32_t value);

/* One field changed, the sums made right. */
struct packet packet_with16(struct packet packet, size_t at, uint16_t value);
struct packet packet_with32(struct packet packet, size_t at, uint32_t value);
struct packet packet_with_flags(struct packet packet, uint8_t flags);

#endif
