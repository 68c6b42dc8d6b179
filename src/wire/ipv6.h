/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipv6.h - offsets and numbers of IPv6 (RFC 8200), ICMPv6 (RFC 4443) and neighbour discovery (RFC 4861).
 */
#ifndef MST_WIRE_IPV6_H
#define MST_WIRE_IPV6_H

#include <muster/addr.h>

enum {
	MST_IPV6_BYTES = 40,
	MST_IPV6_FLOW = 0, /* version, traffic class and flow label: four bytes */
	MST_IPV6_PAYLOAD = 4,
	MST_IPV6_NEXT = 6,
	MST_IPV6_HOPS = 7,
	MST_IPV6_SOURCE = 8,
	MST_IPV6_DESTINATION = 24,
};

enum { MST_PROTO_ICMP6 = 58 };

enum {
	MST_ICMP6_UNREACHABLE = 1,
	MST_ICMP6_TOO_BIG = 2,
	MST_ICMP6_TIME_EXCEEDED = 3,
	MST_ICMP6_PARAMETER_PROBLEM = 4,
	MST_ICMP6_ECHO = 128,
	MST_ICMP6_ECHO_REPLY = 129,
	MST_ICMP6_SOLICITATION = 135,
	MST_ICMP6_ADVERTISEMENT = 136,
};

/* Neighbour discovery. Offsets are from the ICMPv6 header. */
enum {
	MST_ND_BYTES = 24, /* solicitation and advertisement, without options */
	MST_ND_FLAGS = 4,
	MST_ND_TARGET = 8,
	MST_ND_HOPS = 255, /* required on arrival: no router has forwarded the packet (RFC 4861, section 7.1) */
	MST_ND_OPTION_SOURCE = 1,
	MST_ND_OPTION_TARGET = 2,
};

enum { MST_ND_ROUTER = 0x80, MST_ND_SOLICITED = 0x40, MST_ND_OVERRIDE = 0x20 };

/* Writes a header to `at`; destination and flow label are left zero. `payload` is the number of bytes that follow. */
void mst_ipv6_begin(uint8_t *at, uint16_t payload, uint8_t next, uint8_t hops, const struct mst_addr *source);

/*
 * The solicited-node group ff02::1:ffxx:xxxx of a target (RFC 4291, section 2.7.1), and the MAC address of a group
 * (RFC 2464, section 7).
 */
struct mst_addr mst_ipv6_solicited_node(const struct mst_addr *target);
void mst_ipv6_multicast_mac(uint8_t mac[6], const struct mst_addr *group);

#endif
