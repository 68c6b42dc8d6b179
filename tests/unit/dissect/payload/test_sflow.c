/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sflow.c - heads of version 5. */
#include "fixture_payload.h"

/* clang-format off */
static const struct payload_row heads[] = {
	{ 40000, 6343,
	  "00000005000000010a000001000000030000000400000005000000010000000000000000",
	  "sFlowv5, IPv4 agent 10.0.0.1, agent-id 3, length 36" },
	{ 40000, 6343,
	  "00000005000000022001000000000000000000000000000100000003000000040000000500000001",
	  "sFlowv5, IPv6 agent 2001::1, agent-id 3, length 40" },
	{ 40000, 6343,
	  "00000004000000010a00000100000003000000040000000500000001",
	  "sFlow version 4 packet not supported" },
	{ 40000, 6343,
	  "00000005000000010a000001000000030000000400000005000000",
	  "sFlowv5 [length 27 < 28] (invalid)" },
	{ 40000, 6343,
	  "000000050000000200000000000000000000000000000000000000030000000400000005000000",
	  "sFlowv5 [length 39 < 28] (invalid)" },
	{ 40000, 6343,
	  "00000005000000",
	  " [|sflow]" },
};
/* clang-format on */

Test(dissect_payload_sflow, agents_of_both_families)
{
	EXPECT_UDP_LINES(heads);
}
