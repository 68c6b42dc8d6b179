/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ports.c - the tables of UDP and TCP ports whose payload has a describer. See layer.h.
 *
 * Rows are tried in order, each with the source and the destination port: the first describer that recognises the
 * payload wins.
 */
#include "dissect/common/udp_tunnels.h"
#include "dissect/payload/describers.h"

struct row {
	uint16_t port;
	mst_describer *describe;
};

/* clang-format off */
static const struct row udp[] = {
	{ 53, mst_describe_dns },
	{ 5353, mst_describe_dns },
	{ 5355, mst_describe_llmnr },
	{ 67, mst_describe_dhcp },
	{ 68, mst_describe_dhcp },
	{ 4500, mst_describe_nat_traversal },
	{ MST_PORT_VXLAN, mst_describe_vxlan },
	{ MST_PORT_VXLAN_GPE, mst_describe_vxlan_gpe },
	{ MST_PORT_OTV, mst_describe_otv },
	{ MST_PORT_GENEVE, mst_describe_geneve },
	{ MST_PORT_GTP_U, mst_describe_gtp },
	{ MST_PORT_TEREDO, mst_describe_teredo },
	{ MST_PORT_L2TP, mst_describe_l2tp },
	{ MST_PORT_MPLS, mst_describe_mpls },
	{ 319, mst_describe_ptp },
	{ 320, mst_describe_ptp },
	{ 520, mst_describe_rip },
	{ 521, mst_describe_ripng },
	{ 646, mst_describe_ldp },
	{ 654, mst_describe_aodv },
	{ 698, mst_describe_olsr },
	{ 1985, mst_describe_hsrp },
	{ 3503, mst_describe_lspping },
	{ 3784, mst_describe_bfd },
	{ 3785, mst_describe_bfd },
	{ 4784, mst_describe_bfd },
	{ 6784, mst_describe_bfd },
	{ 4342, mst_describe_lisp },
	{ 5359, mst_describe_ahcp },
	{ 6696, mst_describe_babel },
	{ 6697, mst_describe_babel }, /* before RFC 6126 had a port */
	{ 49153, mst_describe_bcm_li },
	{ 5060, mst_describe_sip },
	{ 30490, mst_describe_someip },
	{ 88, mst_describe_kerberos },
	{ 750, mst_describe_kerberos },
	{ 88, mst_describe_kerberos4 },
	{ 750, mst_describe_kerberos4 },
	{ 500, mst_describe_isakmp },
	{ 7500, mst_describe_isakmp },
	{ 8500, mst_describe_isakmp },
	{ 69, mst_describe_tftp },
	{ 123, mst_describe_ntp },
	{ 137, mst_describe_netbios },
	{ 161, mst_describe_snmp },
	{ 162, mst_describe_snmp },
	{ 514, mst_describe_syslog },
	{ 546, mst_describe_dhcp6 },
	{ 547, mst_describe_dhcp6 },
	{ 1645, mst_describe_radius },
	{ 1646, mst_describe_radius },
	{ 1812, mst_describe_radius },
	{ 1813, mst_describe_radius },
	{ 2049, mst_describe_nfs },
	{ 3799, mst_describe_radius },
	{ 525, mst_describe_timed },
	{ 1589, mst_describe_vqp },
	{ 6343, mst_describe_sflow },
	{ 8231, mst_describe_hncp },
	{ 12222, mst_describe_lwapp },
	{ 12223, mst_describe_lwapp },
	{ 7000, mst_describe_rx },
	{ 7001, mst_describe_rx },
	{ 7002, mst_describe_rx },
	{ 7003, mst_describe_rx },
	{ 7004, mst_describe_rx },
	{ 7005, mst_describe_rx },
	{ 7006, mst_describe_rx },
	{ 7007, mst_describe_rx },
	{ 7008, mst_describe_rx },
	{ 7009, mst_describe_rx },
	{ 0, NULL },
};

/* In the order in which tcpdump asks, for the few connections between two known ports. */
static const struct row tcp[] = {
	{ 22, mst_describe_ssh },
	{ 23, mst_describe_telnet },
	{ 25, mst_describe_smtp },
	{ 43, mst_describe_whois },
	{ 179, mst_describe_bgp },
	{ 1723, mst_describe_pptp },
	{ 6379, mst_describe_resp },
	{ 6633, mst_describe_openflow },
	{ 6653, mst_describe_openflow },
	{ 21, mst_describe_ftp },
	{ 80, mst_describe_http },
	{ 8080, mst_describe_http },
	{ 554, mst_describe_rtsp },
	{ 8554, mst_describe_rtsp },
	{ 53, mst_describe_dns_stream },
	{ 639, mst_describe_msdp },
	{ 323, mst_describe_rpki },
	{ 646, mst_describe_ldp },
	{ 2049, mst_describe_nfs_stream },
	{ 0, NULL },
};
/* clang-format on */

static bool describe_by(const struct row *row, struct mst_line *line, const struct mst_layer *layer)
{
	uint16_t source = layer->packet->source_port, destination = layer->packet->destination_port;

	if (!layer->packet->has_ports)
		return false;
	for (; row->describe; row++) {
		if ((row->port == source || row->port == destination) && row->describe(line, layer))
			return true;
	}
	return false;
}

bool mst_describe_udp_payload(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_by(udp, line, layer);
}

bool mst_describe_tcp_payload(struct mst_line *line, const struct mst_layer *layer)
{
	return describe_by(tcp, line, layer);
}
