/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payload.h - the payload of a datagram to one UDP port.
 */
#ifndef MST_PROBE_PAYLOAD_H
#define MST_PROBE_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

#define MST_PAYLOAD_BYTES 512 /* at most */

struct mst_payload {
	const uint8_t *bytes; /* never NULL */
	uint16_t count;
	uint32_t sum;  /* of the bytes, not folded (wire/checksum.h) */
	bool any_port; /* its service answers from a new port */
};

#endif
