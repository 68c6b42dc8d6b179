/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload.h - the payload of a datagram to one UDP port.
 */
#ifndef MST_PROBE_PAYLOAD_H
#define MST_PROBE_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

#define MST_PAYLOAD_BYTES 512  /* at most */
#define MST_IDENTIFIER_BYTES 8 /* at most */

/* Bytes of a payload that are chosen for each question, and that the service's answer brings back. */
struct mst_identifier {
	uint16_t at;          /* in the payload */
	uint16_t first, last; /* where it may begin in the answer */
	uint8_t count;        /* 0: the protocol has none */
};

struct mst_payload {
	const uint8_t *bytes; /* never NULL; those of the identifier are zero */
	uint16_t count;
	uint32_t sum;  /* of the bytes, not folded (wire/checksum.h) */
	bool any_port; /* its service answers from a new port */
	struct mst_identifier identifier;
};

#endif
