/* SPDX-License-Identifier: BSD-2-Clause */
/* test_hsrp.c - HSRP. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row states_and_operations[] = {
	{ UDP, 1985,
	  "00000003 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-hello 20: state=initial group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00000103 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-hello 20: state=learn group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00000203 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-hello 20: state=listen group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00000403 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-hello 20: state=speak group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00010803 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-coup 20: state=standby group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00021003 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-resign 20: state=active group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00030303 0a640100 63697363 6f000000 0a000005",
	  "HSRPv0-unknown (3) 20: state=Unknown (3) group=1 addr=10.0.0.5" },
	{ UDP, 1985,
	  "00001003 0a640107 63697363 6f000000 0a000005",
	  "HSRPv0-hello 20: state=active group=1 [reserved=7!] addr=10.0.0.5" },
	{ UDP, 1985, "01000000 00000000 00000000 00000000 00000000", "HSRPv1" },
};
/* clang-format on */

Test(dissect_payload_hsrp, states_and_operations)
{
	CHECK_ROWS(states_and_operations);
}
