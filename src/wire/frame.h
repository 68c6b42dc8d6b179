/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame.h - parses a received frame (hostile bytes, bounded reads) into a view.
 *
 *     link │ IP │ TCP                │ payload
 *     link │ IP │ UDP                │ payload
 *     link │ IP │ ICMP echo reply, … │ payload
 *     link │ IP │ ICMP error         │ quoted IP │ first eight bytes of the quoted TCP, UDP or ICMP
 *     link │ IP │ neighbour advertisement or solicitation
 *     link │ ARP
 *
 * IP is IPv4, or IPv6 with its extension headers. A frame is accepted (MST_FATE_WHOLE) only when all its lengths and
 * checksums are right.
 */
#ifndef MST_WIRE_FRAME_H
#define MST_WIRE_FRAME_H

#include "wire/view.h"

/* The result of parsing a frame. */
enum mst_fate {
	MST_FATE_WHOLE,    /* complete and right: `view` is filled */
	MST_FATE_FRAGMENT, /* one piece of a packet: `fragment` is filled, and the rest is not (wire/fragments.h) */
	MST_FATE_FOREIGN,  /* well-formed, but cannot answer a probe: another protocol */
	MST_FATE_CUT,      /* shorter than its length fields say */
	MST_FATE_BAD_SUM,  /* wrong IP, ICMP, TCP or UDP checksum */
};

/* `linktype` is a DLT_ value of libpcap. Payload pointers live as long as `bytes`. */
enum mst_fate mst_frame_read(struct mst_view *view, int linktype, const uint8_t *bytes, size_t count);

/* Sets the scope of link-local addresses in the view to the interface that received the frame. */
void mst_view_set_scope(struct mst_view *view, uint32_t ifindex);

/* The interface that the link header names (cooked packets of Linux, second version); 0: it names none. */
int mst_frame_ifindex(int linktype, const uint8_t *bytes, size_t count);

/* Whether mst_frame_read can parse this link layer. */
bool mst_frame_knows(int linktype);

#endif
