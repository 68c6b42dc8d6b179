/* SPDX-License-Identifier: BSD-2-Clause */
/* test_vrrp.c - VRRP of both versions; what is no advertisement. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row advertisements_have_the_words_of_tcpdump[] = {
	{ IPV4 + 112, 0,
	  "21056401 00010000 0a000005 00000000 00000000",
	  "VRRPv2, Advertisement, (ttl 64), vrid 5, prio 100, authtype none, intvl 1s, length 20" },
	{ IPV4 + 112, 0,
	  "21056401 01010000 0a000005 00000000 00000000",
	  "VRRPv2, Advertisement, (ttl 64), vrid 5, prio 100, authtype simple, intvl 1s, length 20" },
	{ IPV4 + 112, 0,
	  "21056401 02010000 0a000005 00000000 00000000",
	  "VRRPv2, Advertisement, (ttl 64), vrid 5, prio 100, authtype ah, intvl 1s, length 20" },
	{ IPV4 + 112, 0,
	  "21056401 03010000 0a000005 00000000 00000000",
	  "VRRPv2, Advertisement, (ttl 64), vrid 5, prio 100, authtype #3, intvl 1s, length 20" },
	{ IPV4 + 112, 0,
	  "31056401 01010000 0a000005",
	  "VRRPv3, Advertisement, (ttl 64), vrid 5, prio 100, intvl 257cs, length 12" },
	{ IPV4 + 112, 0, "22056401 01010000", "VRRPv2, unknown type (2), (ttl 64)" },
	{ IPV4 + 112, 0, "41056401 01010000", "VRRPv4, Advertisement, (ttl 64)" },
	{ IPV6 + 112, 0,
	  "31056401 00640000 fe800000 00000000 00000000 00000005",
	  "VRRPv3, Advertisement, (ttl 64), vrid 5, prio 100, intvl 100cs, length 24" },
};
/* clang-format on */

Test(dissect_ip_vrrp, advertisements_have_the_words_of_tcpdump)
{
	CHECK_ROWS(advertisements_have_the_words_of_tcpdump);
}
