/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * describers.h - the describers, one per protocol: each has a file, and a row in a table of describe.c or udp.c.
 */
#ifndef MST_DISSECT_DESCRIBERS_H
#define MST_DISSECT_DESCRIBERS_H

#include "dissect/line.h"
#include "dissect/options.h"
#include "dissect/packet.h"

typedef void mst_describer(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* Network layers. */
mst_describer mst_describe_arp;

/*
 * What is around the packet: "PPPoE  [ses 0x1] ", "MPLS (label 16, tc 0, [S], ttl 64) ". Returns whether that is all
 * there is to say: PPPoE discovery, a control protocol of PPP, or a header that is cut off.
 */
bool mst_describe_encapsulation(struct mst_line *line, const struct mst_packet *packet);

/* Transport layers, written after "IP a > b: ". */
mst_describer mst_describe_tcp, mst_describe_udp, mst_describe_icmp, mst_describe_icmp6, mst_describe_tunnel;

/* Payloads of UDP, chosen by port. False, with nothing written, when the payload is of another kind. */
typedef bool mst_udp_describer(struct mst_line *line, const struct mst_packet *packet);
mst_udp_describer mst_describe_dns, mst_describe_dhcp;

/* The captured bytes of the transport layer and above; *count is set to their number. */
static inline const uint8_t *mst_packet_transport(const struct mst_packet *packet, size_t *count)
{
	*count = packet->transport_bytes;
	return packet->bytes + packet->transport_at;
}

#endif
