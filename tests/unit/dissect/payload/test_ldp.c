/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ldp.c - LDP. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row its_header_in_udp[] = {
	{ UDP, 646,
	  "00010016 0a000001 00020100 000c0000 00090000 00000000 0000",
	  "LDP, Label-Space-ID: 10.0.0.1:2, pdu-length: 22" },
	{ UDP, 646,
	  "00020016 0a000001 00020100 000c0000 00090000 00000000 0000",
	  "LDP version 2 packet not supported" },
	{ UDP, 646,
	  "00010005 0a000001 00020100 000c0000 00090000 00000000 0000",
	  "LDP, pdu-length: 5 (too short, < 6)" },
	{ UDP, 646, "00010016 0a000001 00020100 000c0000 0009", "" },
};
/* clang-format on */

Test(dissect_payload_ldp, its_header_in_udp)
{
	CHECK_ROWS(its_header_in_udp);
}
