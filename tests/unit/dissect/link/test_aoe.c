/* SPDX-License-Identifier: BSD-2-Clause */
/* test_aoe.c - ATA over Ethernet. */
#include "fixture_link.h"

Test(dissect_link_aoe, each_version_and_flag_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "88a2 1000 ffff ff01 0000 0000 0000 0000 0000 0000",
		  "AoE length 18, Ver 1, Flags: [none], disk 65535.255, Query Config Information" },
		{ "88a2 1800 0014 0300 0000 0001 cd4a 0000 0040 0000",
		  "AoE length 18, Ver 1, Flags: [Response], disk 20.3, Issue ATA Command" },
		{ "88a2 1f03 0001 0007 0000 0001",
		  "AoE length 10, Ver 1, Flags: [Response, Error, MBZ-1, MBZ-0], disk 1.0, command 7" },
		{ "88a2 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", "AoE length 22, Ver 0" },
		{ "88 a210 0000", "AoE length 3, Ver 1 (invalid)" },
		{ "88a2", "AoE length 0 (invalid)" },
	};

	expect_lines(rows);
}
