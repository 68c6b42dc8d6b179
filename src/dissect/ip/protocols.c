/* SPDX-License-Identifier: BSD-2-Clause */
/* protocols.c - the table of IP protocols: names in lines, and describers. See layer.h. */
#include "dissect/ip/describers.h"
#include "dissect/payload/describers.h"

/* clang-format off */
static const struct {
	uint8_t protocol;
	const char *name;
	mst_describer *describe;
} protocols[] = {
	{ MST_IPPROTO_TCP, "tcp", mst_describe_tcp },
	{ MST_IPPROTO_UDP, "udp", mst_describe_udp },
	{ MST_IPPROTO_ICMP, "ICMP", mst_describe_icmp },
	{ MST_IPPROTO_ICMP6, "ICMP6", mst_describe_icmp6 },
	{ MST_IPPROTO_IPV4, "IP", mst_describe_tunnel },
	{ MST_IPPROTO_IPV6, "IP6", mst_describe_tunnel },
	{ 2, "igmp", mst_describe_igmp },
	{ MST_IPPROTO_GRE, "GRE", mst_describe_gre },
	{ MST_IPPROTO_ETHERIP, NULL, mst_describe_tunnel_behind },
	{ MST_IPPROTO_MPLS, NULL, mst_describe_tunnel_behind },
	{ MST_IPPROTO_ETHERNET, NULL, mst_describe_ethernet_in_ip },
	{ 50, "ESP", mst_describe_esp },
	{ MST_IPPROTO_AH, "AH", NULL },
	{ 108, "IPComp", mst_describe_ipcomp },
	{ 59, "no next header", mst_describe_no_next },
	{ 8, "EGP", mst_describe_egp },
	{ 9, "igrp", mst_describe_igrp },
	{ 46, "RSVP", mst_describe_rsvp },
	{ 88, "EIGRP", mst_describe_eigrp },
	{ 89, "OSPF", mst_describe_ospf },
	{ 103, "PIM", mst_describe_pim },
	{ 112, "VRRP", mst_describe_vrrp },
	{ MST_IPPROTO_SCTP, "sctp", mst_describe_sctp },
	{ MST_IPPROTO_DCCP, "DCCP", mst_describe_dccp },
	{ 113, "PGM", mst_describe_pgm },
};
/* clang-format on */

const char *mst_protocol_name(uint8_t protocol)
{
	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
		if (protocols[i].protocol == protocol)
			return protocols[i].name;
	}
	return NULL;
}

mst_describer *mst_protocol_describer(uint8_t protocol)
{
	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
		if (protocols[i].protocol == protocol)
			return protocols[i].describe;
	}
	return NULL;
}
