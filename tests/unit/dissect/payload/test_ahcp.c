/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ahcp.c - AHCP. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row its_version[] = {
	{ UDP, 5359, "2b010000 00000000 00000000 00000000 00000000 00000000 01000004 00000000", "AHCP Version 1" },
	{ UDP, 5359,
	  "2b020000 00000000 00000000 00000000 00000000 00000000 00000000 00000000",
	  "AHCP Version 2 (unknown)" },
	{ UDP, 5359, "2c010000 00000000 00000000 00000000 00000000 00000000 00000000 00000000", "AHCP (invalid)" },
	{ UDP, 5359,
	  "2b010000 00000000 00000000 00000000 00000000 00000000 01000009 00000000",
	  "AHCP Version 1 (invalid)" },
};
/* clang-format on */

Test(dissect_payload_ahcp, its_version)
{
	CHECK_ROWS(its_version);
}
