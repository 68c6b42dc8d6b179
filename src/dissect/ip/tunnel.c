/* SPDX-License-Identifier: BSD-2-Clause */
/* tunnel.c - describes what is in IP directly: IP (RFC 2003, RFC 4213), Ethernet (RFC 8986), EtherIP (RFC 3378), MPLS
 * (RFC 4023). */
#include <pcap/dlt.h>

#include "dissect/common/tunnel.h"
#include "dissect/ip/describers.h"

bool mst_describe_tunnel(struct mst_line *line, const struct mst_layer *layer)
{
	bool ipv6 = layer->packet->protocol == MST_IPPROTO_IPV6;

	mst_describe_inner_type(line, layer, ipv6 ? MST_ETHERTYPE_IPV6 : MST_ETHERTYPE_IPV4);
	return true;
}

bool mst_describe_ethernet_in_ip(struct mst_line *line, const struct mst_layer *layer)
{
	if (layer->packet->network != MST_NETWORK_IPV6) /* where tcpdump does not know it */
		return mst_describe_tunnel_behind(line, layer);
	mst_describe_inner(line, layer, DLT_EN10MB);
	return true;
}

/* tcpdump knows neither of the two: the packet within stands behind its words. */
bool mst_describe_tunnel_behind(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_layer content = *layer;
	struct mst_tunnel tunnel;
	uint8_t protocol = layer->packet->protocol;

	mst_line_add(line, " ip-proto-%u %zu", protocol, layer->declared);
	if (!mst_tunnel_read(&tunnel, layer->packet))
		return true;
	content.bytes = tunnel.bytes;
	content.captured = tunnel.captured;
	content.declared = tunnel.declared;
	mst_line_add(line, protocol == MST_IPPROTO_ETHERIP ? ": EtherIP: " : ": ");
	mst_describe_inner_type(line, &content, tunnel.type);
	return true;
}
