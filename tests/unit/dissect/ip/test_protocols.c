/* SPDX-License-Identifier: BSD-2-Clause */
/* test_protocols.c - protocols that have no describer, and those of the other family. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row a_number_and_a_length[] = {
	{ IPV4 + 200, 0, "", " ip-proto-200 0" },
	{ IPV4 + 253, 0, "00000000 00000000 00000000 00000000 00000000 00000000", " ip-proto-253 24" },
	{ IPV6 + 200, 0, "00000000 00000000", " ip-proto-200 8" },
	{ IPV4 + 58, 0, "80000000", "[ICMPv6 requires IPv6] (invalid)" },
	{ IPV6 + 1, 0, "08000000", "[ICMP requires IPv4] (invalid)" },
	{ IPV6 + 2, 0, "16000000", "[IGMP requires IPv4] (invalid)" },
};
/* clang-format on */

Test(dissect_ip_protocols, a_number_and_a_length)
{
	CHECK_ROWS(a_number_and_a_length);
}
