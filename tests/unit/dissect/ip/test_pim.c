/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pim.c - PIM. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row each_type_has_its_name[] = {
	{ IPV4 + 103, 0, "20000000", "PIMv2, Hello, length 4" },
	{ IPV4 + 103, 0, "21000000", "PIMv2, Register, length 4" },
	{ IPV4 + 103, 0, "22000000", "PIMv2, Register Stop, length 4" },
	{ IPV4 + 103, 0, "23000000", "PIMv2, Join / Prune, length 4" },
	{ IPV4 + 103, 0, "24000000", "PIMv2, Bootstrap, length 4" },
	{ IPV4 + 103, 0, "25000000", "PIMv2, Assert, length 4" },
	{ IPV4 + 103, 0, "26000000", "PIMv2, Graft, length 4" },
	{ IPV4 + 103, 0, "27000000", "PIMv2, Graft Acknowledgement, length 4" },
	{ IPV4 + 103, 0, "28000000", "PIMv2, Candidate RP Advertisement, length 4" },
	{ IPV4 + 103, 0, "29000000", "PIMv2, Prune Refresh, length 4" },
	{ IPV4 + 103, 0, "2a000000", "PIMv2, DF Election, length 4" },
	{ IPV4 + 103, 0, "2b000000", "PIMv2, ECMP Redirect, length 4" },
	{ IPV4 + 103, 0, "2c000000", "PIMv2, Unknown Type, length 4" },
	{ IPV4 + 103, 0, "30000000", "PIMv3, length 4" },
	{ IPV6 + 103, 0, "20000000", "PIMv2, Hello, length 4" },
};
/* clang-format on */

Test(dissect_ip_pim, each_type_has_its_name)
{
	CHECK_ROWS(each_type_has_its_name);
}
