/*
 * describers.h - what describes one protocol each, for describe.c and udp.c: a file, and a row in a table.
 */
#ifndef MST_DISSECT_DESCRIBERS_H
#define MST_DISSECT_DESCRIBERS_H

#include "dissect/line.h"
#include "dissect/options.h"
#include "dissect/packet.h"

typedef void mst_describer(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);

/* Network layers. */
mst_describer mst_describe_arp;

/* Behind "IP a > b: ". */
mst_describer mst_describe_tcp, mst_describe_udp, mst_describe_icmp, mst_describe_icmp6, mst_describe_tunnel;

/* Behind the ports of UDP: false when the payload is none, and nothing was written. */
typedef bool mst_udp_describer(struct mst_line *line, const struct mst_packet *packet);
mst_udp_describer mst_describe_dns, mst_describe_dhcp;

/* Bytes of transport and beyond, as far as they were captured; *count tells how many. */
static inline const uint8_t *mst_packet_transport(const struct mst_packet *packet, size_t *count)
{
	*count = packet->transport_bytes;
	return packet->bytes + packet->transport_at;
}

#endif
