/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * echo.h - writes ICMP echo requests, and reads echo replies and ICMP errors. Pure.
 *
 *     type │ code │ checksum │ identifier │ sequence │ host │ question │ proof │ pattern …
 *                                                      └────── 16 bytes ──────┘
 *
 * The proof is a keyed hash of host and question: messages of other programs, and of earlier runs, are not accepted
 * as answers. A payload shorter than 16 bytes has only the pattern; its answers are matched by identifier and
 * sequence alone.
 */
#ifndef MST_PING_ECHO_H
#define MST_PING_ECHO_H

#include <muster/ping.h>

#include "base/siphash.h"

#define MST_ECHO_HEADER 8
#define MST_NDP_HOPS 255  /* never forwarded: RFC 4861, section 8.1 */
#define MST_ECHO_PROOF 16 /* bytes: host, question and proof */

struct mst_echo {
	struct mst_key key;
	uint16_t identifier; /* ignored with any_identifier */
	bool any_identifier; /* datagram sockets: the kernel chooses it, and delivers only our replies */
	uint32_t size;       /* of the payload */
	bool ipv6;           /* ICMPv6: the kernel writes and verifies checksums */
};

/* Writes a message of MST_ECHO_HEADER + size bytes. */
void mst_echo_write(const struct mst_echo *echo, uint8_t *bytes, uint32_t host, uint32_t question);

enum mst_echo_kind { MST_PING_ECHO_NONE, MST_PING_ECHO_REPLY, MST_PING_ECHO_ERROR, MST_PING_ECHO_REDIRECT };

struct mst_echo_answer {
	enum mst_echo_kind kind;
	uint16_t sequence; /* the lower half of the question */
	bool proved;       /* the proof is right: `host` and `question` hold */
	uint32_t host, question;
	enum mst_ping_payload payload; /* of a reply, beside what was sent */
	bool bad_checksum;             /* of a reply: nothing else in it is believed to be right */
	uint32_t bytes;                /* of the ICMP message */
	uint8_t type, code;            /* of an error or redirect */
	uint32_t mtu, pointer;         /* of an error, as in struct mst_ping_event */
	struct mst_addr gateway;       /* of a redirect */
	struct mst_addr asked; /* of both: the destination of the quoted question; no family when it is not known */
};

/*
 * Reads an ICMP or ICMPv6 message behind its IP header. Accepts any bytes; false when it is no answer to this ping.
 * That a redirect of ICMPv6 came from this link (MST_NDP_HOPS, a link-local sender) is for the caller to check.
 */
bool mst_echo_read(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer);

/* The same with the IPv4 header, which raw sockets deliver too. Fills time to live and sender. */
bool mst_echo_read_ipv4(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer,
                        uint8_t *ttl, struct mst_addr *from);

/*
 * Explains type and code of an error by the second word of its header, in host order: sets kind, MTU, pointer or
 * gateway.
 */
void mst_echo_explain(const struct mst_echo *echo, struct mst_echo_answer *answer, uint32_t word);

/* Reads our own request, which the kernel returns with an error (error queue). */
bool mst_echo_read_own(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer);

#endif
