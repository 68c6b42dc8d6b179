/* SPDX-License-Identifier: BSD-2-Clause */
/* ethertypes.c - the table of EtherTypes whose content has a describer. Names: common/ethertype_names.h. */
#include "dissect/link/describers.h"
#include "dissect/payload/describers.h"

/* clang-format off */
static const struct {
	uint16_t type;
	mst_describer *describe;
} ethertypes[] = {
	{ 0x0707, mst_describe_geonet }, /* before it had its own */
	{ 0x0806, mst_describe_arp },
	{ 0x1111, mst_describe_calm_fast },
	{ 0x6003, mst_describe_decnet },
	{ 0x8035, mst_describe_arp },
	{ 0x809b, mst_describe_appletalk },
	{ 0x80f3, mst_describe_aarp },
	{ 0x8137, mst_describe_ipx_ethertype },
	{ 0x8809, mst_describe_slow },
	{ 0x886f, mst_describe_msnlb },
	{ 0x888e, mst_describe_eapol },
	{ 0x8899, mst_describe_realtek },
	{ 0x88a2, mst_describe_aoe },
	{ 0x88ca, mst_describe_tipc },
	{ 0x88cc, mst_describe_lldp },
	{ 0x88e5, mst_describe_macsec },
	{ 0x88f7, mst_describe_ptp },
	{ 0x8902, mst_describe_cfm },
	{ 0x8947, mst_describe_geonet },
	{ 0x894f, mst_describe_nsh },
	{ 0x9000, mst_describe_loopback },
	{ 0xabcd, mst_describe_cfm },
	{ 0xfefe, mst_describe_osi },
};
/* clang-format on */

mst_describer *mst_ethertype_describer(uint16_t type)
{
	for (size_t i = 0; i < sizeof ethertypes / sizeof *ethertypes; i++) {
		if (ethertypes[i].type == type)
			return ethertypes[i].describe;
	}
	return NULL;
}
