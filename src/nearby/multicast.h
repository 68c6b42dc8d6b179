/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * multicast.h - frames that all IPv6 hosts of a link answer: they are sent to ff02::1. Pure.
 */
#ifndef MST_NEARBY_MULTICAST_H
#define MST_NEARBY_MULTICAST_H

#include <muster/addr.h>
#include <stddef.h>

#define MST_MULTICAST_BYTES 128

enum mst_multicast {
	MST_MULTICAST_ECHO, /* echo request (RFC 4443, section 4.1) */
	/* The same with an unknown destination option of type 10xxxxxx: hosts answer with a Parameter Problem (RFC
	 * 8200, section 4.2), even those that ignore echo requests to multicast addresses. */
	MST_MULTICAST_OPTION,
	MST_MULTICAST_MLD, /* general query of multicast listener discovery, version 2 (RFC 3810, section 5.1) */
	MST_MULTICAST_PROBES,
};

/* Writes the frame, with its Ethernet header; returns its length in bytes. An MLD query needs a link-local source. */
size_t mst_multicast_write(uint8_t frame[MST_MULTICAST_BYTES], enum mst_multicast probe, const struct mst_addr *source,
                           const uint8_t mac[6]);

#endif
