/* SPDX-License-Identifier: BSD-2-Clause */
/* ethertypes.c - the table of EtherTypes: names as `-e` prints them, and describers. See layer.h. */
#include "dissect/link/describers.h"
#include "dissect/payload/describers.h"

/* clang-format off */
static const struct {
	uint16_t type;
	const char *name;
	mst_describer *describe;
} ethertypes[] = {
	{ 0x0800, "IPv4", NULL },
	{ 0x0806, "ARP", mst_describe_arp },
	{ 0x86dd, "IPv6", NULL },
	{ 0x8100, "802.1Q", NULL },
	{ 0x88a8, "802.1Q-QinQ", NULL },
	{ 0x9100, "802.1Q-9100", NULL },
	{ 0x9200, "802.1Q-9200", NULL },
	{ 0x8863, "PPPoE D", NULL },
	{ 0x8864, "PPPoE S", NULL },
	{ 0x8847, "MPLS unicast", NULL },
	{ 0x8848, "MPLS multicast", NULL },
	{ 0x88cc, "LLDP", NULL },
	{ 0x888e, "EAPOL", NULL },
	{ 0x8809, "Slow Protocols", NULL },
	{ MST_ETHERTYPE_NSH, "NSH", mst_describe_nsh },
	{ 0x9000, "Loopback", NULL },
	{ 0x88e5, "MACsec", NULL },
	{ 0x8035, "RARP", NULL },
};
/* clang-format on */

const char *mst_ethertype_name(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof *ethertypes; i++) {
		if (ethertypes[i].type == type)
			return ethertypes[i].name;
	}
	return "Unknown";
}

mst_describer *mst_ethertype_describer(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof *ethertypes; i++) {
		if (ethertypes[i].type == type)
			return ethertypes[i].describe;
	}
	return NULL;
}
