/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_segment.h - TCP and UDP packets between 10.0.0.1 and 10.0.0.2, and what is written of them. */
#ifndef TESTS_UNIT_DISSECT_FIXTURE_SEGMENT_H
#define TESTS_UNIT_DISSECT_FIXTURE_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

struct segment {
	uint16_t source, destination; /* ports */
	uint8_t flags;                /* of TCP */
	const char *options;          /* in hexadecimal, blanks between; filled to four bytes with nops; NULL: none */
	uint8_t words;                /* data offset; 0: what the options need */
	const char *payload;
	size_t bytes; /* of the payload */
	size_t cut;   /* bytes that were not captured */
};

/* The line without addresses and ports; valid until the next call. */
const char *segment_tcp(const struct segment *segment);
const char *segment_udp(const struct segment *segment);

/* The payload of a TCP segment or a UDP datagram from port 40000 to `port`. */
const char *segment_tcp_payload(uint16_t port, const char *payload, size_t bytes);
const char *segment_udp_payload(uint16_t port, const char *payload, size_t bytes);

#endif
