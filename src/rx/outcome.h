/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outcome.h - what the kernel says of a socket, as the frame that the network would have sent. Pure: bytes in, bytes
 * out.
 *
 * All are cooked packets of Linux (DLT_LINUX_SLL2), which name the interface that a link-local address is of. They
 * bring back the ticket of the frame that was asked; TTL is 0 where the kernel does not tell it.
 */
#ifndef MST_RX_OUTCOME_H
#define MST_RX_OUTCOME_H

#include <muster/addr.h>

#include "net/socket_table.h"

#define MST_OUTCOME_PAYLOAD_MAX 2048 /* of a datagram; what is longer is cut */
#define MST_OUTCOME_BYTES (20 + 40 + 8 + MST_OUTCOME_PAYLOAD_MAX)

struct mst_outcome {
	const struct mst_asked_socket *asked;
	uint8_t ttl;
};

/* Each returns the length of the frame that it wrote to `at`, which has room for MST_OUTCOME_BYTES. */

/* A SYN-ACK, or a RST. */
size_t mst_outcome_tcp(uint8_t *at, const struct mst_outcome *outcome, bool accepted);

/* An ICMP error from `from`, which quotes the frame. */
size_t mst_outcome_error(uint8_t *at, const struct mst_outcome *outcome, const struct mst_addr *from, uint8_t type,
                         uint8_t code);

/* A datagram from where it was asked. */
size_t mst_outcome_udp(uint8_t *at, const struct mst_outcome *outcome, const uint8_t *payload, size_t count);

/* An echo reply from `from`: a message of ICMP, whose identifier the kernel had replaced. */
size_t mst_outcome_echo(uint8_t *at, const struct mst_outcome *outcome, const struct mst_addr *from,
                        const uint8_t *message, size_t count);

#endif
