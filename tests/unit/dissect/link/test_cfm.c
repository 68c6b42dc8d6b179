/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cfm.c - connectivity fault management. */
#include "fixture_link.h"

Test(dissect_link_cfm, each_opcode_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "8902 8001 0446 0000 0005 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000",
		  "CFMv0 Continuity Check Message, MD Level 4, length 74, end point 1" },
		{ "89 0240 0300 0400 0000 0500", "CFMv0 Loopback Message, MD Level 2, length 9" },
		{ "89 0240 0280 0400 0000 0500", "CFMv0 Loopback Reply, MD Level 2, length 9" },
		{ "89 02e0 0580 1100 0000 0506 0200 0000 0001 0200 0000 0002",
		  "CFMv0 Linktrace Message, MD Level 7, length 21" },
		{ "89 02e0 0480 1100 0000 0506 0200 0000 0001 0200 0000 0002",
		  "CFMv0 Linktrace Reply, MD Level 7, length 21" },
		{ "8902 002f 0004 0000 0000", "CFMv0 unknown (47), MD Level 0, length 8, delay message" },
		{ "8902 003f 0004 0000 0000", "CFMv0 unknown (63), MD Level 0, length 8" },
		{ "8902 0101 0004 0000 0000", "CFMv1 not supported, length 8" },
	};

	expect_lines(rows);
}
