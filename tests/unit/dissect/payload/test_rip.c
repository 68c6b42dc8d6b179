/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rip.c - RIP and RIPng. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row commands_of_rip[] = {
	{ UDP, 520, "01010000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv1, Request, length: 24" },
	{ UDP, 520, "02010000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv1, Response, length: 24" },
	{ UDP, 520, "01020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Request, length: 24" },
	{ UDP, 520, "02020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Response, length: 24" },
	{ UDP, 520, "03020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Trace on, length: 24" },
	{ UDP, 520, "04020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Trace off, length: 24" },
	{ UDP, 520, "05020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Poll, length: 24" },
	{ UDP, 520, "06020000 00020005 0a000000 ff000000 0a000001 00000003", "RIPv2, Poll Entry, length: 24" },
	{ UDP, 520,
	  "07020000 00020005 0a000000 ff000000 0a000001 00000003",
	  "RIPv2, unknown command (7), length: 24" },
};
/* clang-format on */

Test(dissect_payload_rip, commands_of_rip)
{
	CHECK_ROWS(commands_of_rip);
}

/* clang-format off */
static const struct row routes_of_ripng[] = {
	{ UDP6, 521, "01010000 20010db8 00000000 00000000 00000000 00014003", " ripng-req 1: 2001:db8::/64 [1]" },
	{ UDP6, 521,
	  "02010000 20010db8 00000000 00000000 00000000 00014003 20010db8 00010000 00000000 00000000 00003001",
	  " ripng-resp 2: 2001:db8::/64 [1] (3) 2001:db8:1::/48 (1)" },
	{ UDP6, 521,
	  "02010000 20010db8 00000000 00000000 00000000 00014003 00",
	  " ripng-resp 1[25]: 2001:db8::/64 [1] (3) (invalid)" },
	{ UDP6, 521, "02020000 20010db8 00000000 00000000 00000000 00014003", " [vers 2] (invalid)" },
	{ UDP6, 521, "01010000 00000000 00000000 00000000 00000000 00000010", " ripng-req dump" },
	{ UDP6, 521, "03010000 20010db8 00000000 00000000 00000000 00014003", " ripng-3 ?? 24 (invalid)" },
};
/* clang-format on */

Test(dissect_payload_rip, routes_of_ripng)
{
	CHECK_ROWS(routes_of_ripng);
}
