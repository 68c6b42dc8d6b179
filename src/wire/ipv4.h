/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipv4.h - offsets and numbers of IPv4 (RFC 791), ICMP, TCP and UDP.
 */
#ifndef MST_WIRE_IPV4_H
#define MST_WIRE_IPV4_H

#include <stdint.h>

enum {
	MST_IPV4_BYTES = 20, /* without options */
	MST_IPV4_TOTAL = 2,
	MST_IPV4_ID = 4,
	MST_IPV4_TTL = 8,
	MST_IPV4_PROTO = 9,
	MST_IPV4_CHECKSUM = 10,
	MST_IPV4_SOURCE = 12,
	MST_IPV4_DESTINATION = 16,
};

enum { MST_PROTO_ICMP = 1, MST_PROTO_TCP = 6, MST_PROTO_UDP = 17 };

/* ICMP, RFC 792. Offsets are from the ICMP header. */
enum {
	MST_ICMP_BYTES = 8,
	MST_ICMP_CHECKSUM = 2,
	MST_ICMP_ID = 4,
	MST_ICMP_SEQ = 6,
};

enum {
	MST_ICMP_ECHO_REPLY = 0,
	MST_ICMP_UNREACHABLE = 3,
	MST_ICMP_ECHO = 8,
	MST_ICMP_TIME_EXCEEDED = 11,
	MST_ICMP_PARAMETER_PROBLEM = 12,
	MST_ICMP_TIMESTAMP = 13,
	MST_ICMP_TIMESTAMP_REPLY = 14,
};

/* TCP, RFC 9293. Offsets are from the TCP header. */
enum {
	MST_TCP_BYTES = 20,
	MST_TCP_SOURCE = 0,
	MST_TCP_DESTINATION = 2,
	MST_TCP_SEQ = 4,
	MST_TCP_ACKNOWLEDGEMENT = 8,
	MST_TCP_OFFSET = 12,
	MST_TCP_FLAGS = 13,
	MST_TCP_WINDOW = 14,
	MST_TCP_CHECKSUM = 16,
};

/* Options of TCP: RFC 9293, section 3.2; RFC 7323, section 3.2. */
enum {
	MST_TCP_OPTION_END = 0,
	MST_TCP_OPTION_NONE = 1,
	MST_TCP_OPTION_MSS = 2,
	MST_TCP_OPTION_SCALE = 3,
	MST_TCP_OPTION_SACK_PERMITTED = 4,
	MST_TCP_OPTION_TIMESTAMPS = 8,
	MST_TCP_TIMESTAMPS_BYTES = 10,
};

/* UDP, RFC 768. Offsets are from the UDP header. */
enum {
	MST_UDP_BYTES = 8,
	MST_UDP_SOURCE = 0,
	MST_UDP_DESTINATION = 2,
	MST_UDP_LENGTH = 4,
	MST_UDP_CHECKSUM = 6,
};

enum {
	MST_TCP_FIN = 0x01,
	MST_TCP_SYN = 0x02,
	MST_TCP_RST = 0x04,
	MST_TCP_PSH = 0x08,
	MST_TCP_ACK = 0x10,
	MST_TCP_URG = 0x20
};

/*
 * Writes a header without options to `at`; destination and checksum are left zero. Don't-fragment is set: probes are
 * small, and if one does not fit, the ICMP error shows it.
 */
void mst_ipv4_begin(uint8_t *at, uint16_t total, uint8_t proto, uint8_t ttl, uint32_t source);

#endif
