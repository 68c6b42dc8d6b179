/* SPDX-License-Identifier: BSD-2-Clause */
/* test_unknown.c - frames of an EtherType without a describer: the header, the name where it is known, and bytes. */
#include "fixture_link.h"

Test(dissect_link_unknown, header_name_and_bytes)
{
	static const struct frame_line rows[] = {
		{ "1234 0102", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x1234), length 16: 0x0102" },
		{ "1234", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x1234), length 14: " },
		{ "6002 0102", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype MOP RC (0x6002), length 16: 0x0102" },
		{ "88e1 0102",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x88e1), length 16: HomePlug AV,"
		  " 0x0102" },
		{ "8892 fe02 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x8892), length 56: PROFINET, "
		  "0xfe02 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 …" },
		{ "0842 ffff ffff ffff 0200 0000 0002 0200 0000 0002",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x0842), length 32: Wake-on-LAN,"
		  " for 02:00:00:00:00:02" },
		{ "0842 ffff ffff ffff 0200",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x0842), length 22: Wake-on-LAN,"
		  " 0xffff ffff ffff 0200" },
		{ "0842 ffff ffff fff0 0200 0000 0002 0200 0000 0002",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, ethertype Unknown (0x0842), length 32: Wake-on-LAN,"
		  " 0xffff ffff fff0 0200 0000 0002 0200 0000 0002" },
	};

	expect_lines(rows);
}
