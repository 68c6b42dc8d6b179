/* SPDX-License-Identifier: BSD-2-Clause */
/* test_bfd.c - BFD on its four ports. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row states_and_flags[] = {
	{ UDP, 3784,
	  "20000318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Control, State AdminDown, Flags: [none], length: 24" },
	{ UDP, 3784,
	  "20600318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Control, State Down, Flags: [Poll], length: 24" },
	{ UDP, 3784,
	  "20900318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Control, State Init, Flags: [Final], length: 24" },
	{ UDP, 3784,
	  "20ff0318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Control, State Up, Flags: [Poll, Final, Control Plane Independent, Authentication Present, "
	  "Demand, Multipoint], length: 24" },
	{ UDP, 3784,
	  "00ff0318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv0, Control, Flags: [I Hear You, Demand, Poll, Final, Control Plane Independent, "
	  "Authentication Present, Reserved, Reserved], length: 24" },
	{ UDP, 3784,
	  "00000318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv0, Control, Flags: [none], length: 24" },
	{ UDP, 3784, "40000318 00000000 00000000 00000000 00000000 00000000", "BFDv2, Control, length: 24" },
	{ UDP, 4784,
	  "20c00318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Multihop, State Up, Flags: [none], length: 24" },
	{ UDP, 6784,
	  "20c00318 00000000 00000000 00000000 00000000 00000000",
	  "BFDv1, Lag, State Up, Flags: [none], length: 24" },
	{ UDP, 3785, "6563686f", "BFD, Echo, length: 4" },
};
/* clang-format on */

Test(dissect_payload_bfd, states_and_flags)
{
	CHECK_ROWS(states_and_flags);
}
