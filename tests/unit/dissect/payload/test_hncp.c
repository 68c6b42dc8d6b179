/* SPDX-License-Identifier: BSD-2-Clause */
/* test_hncp.c - kinds of what is in a message, told in runs. */
#include "fixture_payload.h"

/* clang-format off */
static const struct payload_row rows[] = {
	{ 40000, 8231, "000300083132333435363738000400083132333435363738",
	  "hncp (24) Node endpoint, Network state" },
	{ 40000, 8231, "00010000",
	  "hncp (4) Request network state" },
	{ 40000, 8231, "0002000431323334",
	  "hncp (8) Request node state" },
	{ 40000, 8231, "0005001478787878787878787878787878787878787878780005001578787878787878787878"
	  "78787878787878787878"
	  "7800000000050014787878787878787878787878787878787878787800000000002c00000320000002bc000000060000"
	  "00070000",
	  "hncp (100) Node state (x3), Reserved, Unassigned, Private use, Future use (x3)" },
	{ 40000, 8231, "",
	  "hncp (0)" },
	{ 40000, 8231, "00030004313233",
	  "hncp (7) [|hncp]" },
	{ 40000, 8231, "0003",
	  "hncp (2) [|hncp]" },
};
/* clang-format on */

Test(dissect_payload_hncp, kinds_in_a_row_are_told_once)
{
	EXPECT_UDP_LINES(rows);
}
