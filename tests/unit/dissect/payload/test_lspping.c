/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lspping.c - LSP ping. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row requests_and_replies[] = {
	{ UDP, 3503,
	  "00010000 01000000 00000007 00000009 00000000 00000000 00000000 00000000",
	  "LSP-PINGv1, MPLS Echo Request, seq 9, length: 32" },
	{ UDP, 3503,
	  "00010000 02000000 00000007 00000009 00000000 00000000 00000000 00000000",
	  "LSP-PINGv1, MPLS Echo Reply, seq 9, length: 32" },
	{ UDP, 3503,
	  "00010000 03000000 00000007 00000009 00000000 00000000 00000000 00000000",
	  "LSP-PINGv1, unknown (3), seq 9, length: 32" },
	{ UDP, 3503,
	  "00020000 01000000 00000007 00000009 00000000 00000000 00000000 00000000",
	  "LSP-PING version 2 packet not supported" },
	{ UDP, 3503, "00000000 00000000 00", " packet is too short" },
};
/* clang-format on */

Test(dissect_payload_lspping, requests_and_replies)
{
	CHECK_ROWS(requests_and_replies);
}
