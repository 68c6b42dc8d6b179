/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * header6.h - the IPv6 header of a packet that a raw socket received without it (RFC 3542): from the sender's address
 * and the control messages IPV6_PKTINFO and IPV6_HOPLIMIT. Traffic class and flow label are 0, extension headers are
 * gone.
 */
#ifndef MST_RX_HEADER6_H
#define MST_RX_HEADER6_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "wire/ipv6.h"

#define MST_HEADER6_CONTROL (CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(int))) /* bytes */

/* Writes MST_IPV6_BYTES. `payload`: bytes of the packet. False where the kernel did not tell the destination. */
bool mst_header6_write(uint8_t *header, struct msghdr *message, uint8_t protocol, size_t payload);

#endif
