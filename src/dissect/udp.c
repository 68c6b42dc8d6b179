/* SPDX-License-Identifier: BSD-2-Clause */
/* udp.c - describes UDP (RFC 768), and payloads that are recognised by their port. */
#include "dissect/describers.h"

static const struct {
	uint16_t port;
	mst_udp_describer *describe;
} services[] = {
	{ 53, mst_describe_dns },  { 5353, mst_describe_dns }, { 5355, mst_describe_dns },
	{ 67, mst_describe_dhcp }, { 68, mst_describe_dhcp },
};

void mst_describe_udp(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	(void)how;
	for (size_t i = 0; i < sizeof services / sizeof *services && packet->has_ports; i++) {
		bool here = services[i].port == packet->source_port || services[i].port == packet->destination_port;

		if (here && services[i].describe(line, packet))
			return;
	}
	mst_line_add(line, "UDP, length %zu", packet->payload_declared);
}
