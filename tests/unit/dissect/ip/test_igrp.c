/* SPDX-License-Identifier: BSD-2-Clause */
/* test_igrp.c - IGRP and EGP. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row igrp_routes_of_all_kinds[] = {
	{ IPV4 + 9, 0, "11030064 00000000 00000000", "igrp: update V1 edit=3 AS=100 (0/0/0)" },
	{ IPV4 + 9, 0,
	  "11030064 00010001 00010000 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f "
	  "20212223 24252627 2829",
	  "igrp: update V1 edit=3 AS=100 (1/1/1) *.0.1.2 d=1976370 b=25 r=11 l=12 M=592653 mtu=2314 in 13 "
	  "hops 14.15.16.0 d=11187390 b=7 r=25 l=26 M=2434857 mtu=5912 in 27 hops X28.29.30.0 d=20398410 b=4 "
	  "r=39 l=40 M=4277061 mtu=9510 in 41 hops" },
	{ IPV4 + 9, 0,
	  "11030064 00010001 00010000 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b",
	  "igrp: update V1 edit=3 AS=100 (1/1/1) *.0.1.2 d=1976370 b=25 r=11 l=12 M=592653 mtu=2314 in 13 "
	  "hops 14.15.16.0 d=11187390 b=7 r=25 l=26 M=2434857 mtu=5912 in 27 hops (invalid)" },
	{ IPV4 + 9, 0, "12030000 00000000 00000000", "igrp: request V1 edit=3 AS=0 (0/0/0)" },
	{ IPV4 + 9, 0, "1f030000 00000000 00000000", "igrp: op-#15 V1 edit=3 AS=0 (0/0/0)" },
};
/* clang-format on */

Test(dissect_ip_igrp, igrp_routes_of_all_kinds)
{
	CHECK_ROWS(igrp_routes_of_all_kinds);
}

/* clang-format off */
static const struct row egp[] = {
	{ IPV4 + 8, 0, "02030000 00000064 00070000 00000000 0000", "EGPv2, AS 100, seq 7, length 18" },
};
/* clang-format on */

Test(dissect_ip_igrp, egp)
{
	CHECK_ROWS(egp);
}
