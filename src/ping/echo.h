/*
 * echo.h - the ICMP message that asks, and what comes back: bytes ↔ meaning. Pure.
 *
 *     type │ code │ checksum │ identifier │ sequence │ host │ question │ proof │ pattern …
 *                                                      └────── 16 bytes ──────┘
 *
 * The proof is a keyed hash of host and question: nobody else's message, and no old one, passes for an answer. Payloads
 * shorter than that carry the pattern only, and are believed by identifier and sequence.
 */
#ifndef MST_PING_ECHO_H
#define MST_PING_ECHO_H

#include <muster/addr.h>

#include "base/siphash.h"

#define MST_ECHO_HEADER 8
#define MST_ECHO_PROOF 16 /* bytes of payload that prove */

struct mst_echo {
	struct mst_key key;
	uint16_t identifier;   /* in network order where the kernel chooses it: not looked at */
	bool any_identifier;   /* the kernel hands over our own only */
	uint32_t size;         /* of the payload */
	bool ipv6;             /* the kernel makes and proves checksums */
};

/* Writes a message of MST_ECHO_HEADER + size bytes. */
void mst_echo_write(const struct mst_echo *echo, uint8_t *bytes, uint32_t host, uint32_t question);

enum mst_echo_kind { MST_ECHO_NONE, MST_ECHO_REPLY, MST_ECHO_ERROR };

struct mst_echo_answer {
	enum mst_echo_kind kind;
	uint16_t sequence;     /* the lower half of the question */
	bool proved;           /* host and question are those of the message */
	uint32_t host, question;
	bool corrupt;          /* the payload is not what was sent */
	uint32_t bytes;        /* of the ICMP message */
	uint8_t type, code;    /* of an error */
	struct mst_addr asked; /* error: whom the quoted question was for; no family when it is not told */
};

/* An ICMP or ICMPv6 message, behind its IP header. Any bytes; false when it is nothing to us. */
bool mst_echo_read(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer);

/* The same behind an IPv4 header, as raw sockets have it; tells its time to live and its sender. */
bool mst_echo_read_ipv4(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer, uint8_t *ttl,
                        struct mst_addr *from);

/* Our own message, as the kernel gives it back with an error. */
bool mst_echo_read_own(const struct mst_echo *echo, const uint8_t *bytes, size_t count, struct mst_echo_answer *answer);

#endif
