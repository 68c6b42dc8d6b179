/* SPDX-License-Identifier: BSD-2-Clause */
/* test_esp.c - what NAT traversal puts into UDP. */
#include "fixture_payload.h"

/* clang-format off */
static const struct payload_row nat[] = {
	{ 4500, 4500,
	  "ff",
	  "isakmp-nat-keep-alive" },
	{ 4500, 4500,
	  "000000000101010101010101020202020202020221202208000000000000001c",
	  "NONESP-encap: isakmp: parent_sa ikev2_init[I]" },
	{ 4500, 4500,
	  "00001234000000010000000000000000",
	  "UDP-encap: ESP(spi=0x00001234,seq=0x1), length 16" },
	{ 4500, 4500,
	  "00000000",
	  "NONESP-encap:  [|isakmp]" },
	{ 4500, 4500,
	  "000000",
	  " [|isakmp_rfc3948]" },
	{ 4500, 4500,
	  "0000123400",
	  "UDP-encap:  [|esp]" },
	{ 4500, 4500,
	  "ffff",
	  " [|isakmp_rfc3948]" },
	{ 4500, 4500,
	  "",
	  " [|isakmp_rfc3948]" },
};
/* clang-format on */

Test(dissect_payload_esp, ike_esp_and_keepalives_share_a_port)
{
	EXPECT_UDP_LINES(nat);
}
