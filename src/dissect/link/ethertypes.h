/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ethertypes.h - the table of EtherTypes: names as `-e` prints them, and describers. See common/layer.h.
 */
#ifndef MST_DISSECT_LINK_ETHERTYPES_H
#define MST_DISSECT_LINK_ETHERTYPES_H

#include "dissect/link/describers.h"

/* X(type, name, describer or NULL) */
/* clang-format off */
#define MST_ETHERTYPES(X) \
	X(0x00fe, "GRE-OSI", NULL) \
	X(0x0200, "PUP", NULL) \
	X(0x0500, "Sprite", NULL) \
	X(0x0600, "NS", NULL) \
	X(0x0707, "GeoNet (old)", NULL) \
	X(0x0800, "IPv4", NULL) \
	X(0x0806, "ARP", mst_describe_arp) \
	X(0x1000, "Trail", NULL) \
	X(0x1111, "CALM FAST", NULL) \
	X(0x6001, "MOP DL", NULL) \
	X(0x6002, "MOP RC", NULL) \
	X(0x6003, "DN", NULL) \
	X(0x6004, "LAT", NULL) \
	X(0x6007, "SCA", NULL) \
	X(0x6558, "TEB", NULL) \
	X(0x8035, "Reverse ARP", mst_describe_arp) \
	X(0x8038, "Lanbridge", NULL) \
	X(0x803c, "DEC DNS", NULL) \
	X(0x803e, "DEC DTS", NULL) \
	X(0x805b, "VEXP", NULL) \
	X(0x805c, "VPROD", NULL) \
	X(0x809b, "Appletalk", NULL) \
	X(0x80f3, "Appletalk ARP", NULL) \
	X(0x8100, "802.1Q", NULL) \
	X(0x8137, "IPX", mst_describe_ipx_ethertype) \
	X(0x86dd, "IPv6", NULL) \
	X(0x8808, "MPCP", NULL) \
	X(0x8809, "Slow Protocols", mst_describe_slow) \
	X(0x880b, "PPP", NULL) \
	X(0x8847, "MPLS unicast", NULL) \
	X(0x8848, "MPLS multicast", NULL) \
	X(0x8863, "PPPoE D", NULL) \
	X(0x8864, "PPPoE S", NULL) \
	X(0x886f, "MS NLB heartbeat", mst_describe_msnlb) \
	X(0x8870, "Jumbo", NULL) \
	X(0x888e, "EAPOL", mst_describe_eapol) \
	X(0x8899, "Realtek protocols", mst_describe_realtek) \
	X(0x88a2, "AoE", mst_describe_aoe) \
	X(0x88a8, "802.1Q-QinQ", NULL) \
	X(0x88ca, "TIPC", NULL) \
	X(0x88cc, "LLDP", mst_describe_lldp) \
	X(0x88e5, "802.1AE MACsec", mst_describe_macsec) \
	X(0x88f7, "PTP", mst_describe_ptp) \
	X(0x8902, "CFM", mst_describe_cfm) \
	X(0x893a, "IEEE1905.1", NULL) \
	X(0x8947, "GeoNet", NULL) \
	X(0x894f, "NSH", mst_describe_nsh) \
	X(0x9000, "Loopback", mst_describe_loopback) \
	X(0x9100, "802.1Q-9100", NULL) \
	X(0x9200, "802.1Q-9200", NULL) \
	X(0xabcd, "CFM (old)", mst_describe_cfm) \
	X(0xd28b, "Arista Vendor Specific Protocol", NULL) \
	X(0xfefe, "OSI", mst_describe_osi)
/* clang-format on */

#endif
