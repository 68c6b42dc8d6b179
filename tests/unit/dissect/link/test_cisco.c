/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cisco.c - Cisco's protocols between switches. */
#include "fixture_link.h"

Test(dissect_link_cisco, dtp)
{
	static const struct frame_line rows[] = {
		{ "0022 aaaa 0300 000c 2004 0100 0100 0500 0002 0005 8100 0300 05a5 0004 000a 0200 0000 0001",
		  "DTPv1, length 26" },
		{ "0008 aaaa 0300 000c 2004", "[zero packet length] (invalid)" },
	};

	expect_lines(rows);
}

Test(dissect_link_cisco, udld)
{
	static const struct frame_line rows[] = {
		{ "0024 aaaa 0300 000c 0111 2101 0000 0001 0008 4142 4344 0002 0008 4769 3031 0003 0008 0000 0000",
		  "UDLDv1, Code Probe message (1), Flags [RT] (0x01), length 28" },
		{ "000c aaaa 0300 000c 0111 4103 0000",
		  "UDLDv2, Code Probe message (1), Flags [RT, RSY] (0x03), length 4" },
		{ "000c aaaa 0300 000c 0111 2202 0000", "UDLDv1, Code Echo message (2), Flags [RSY] (0x02), length 4" },
		{ "000c aaaa 0300 000c 0111 23ff 0000",
		  "UDLDv1, Code Flush message (3), Flags [RT, RSY, MBZ-2, MBZ-3, MBZ-4, MBZ-5, MBZ-6, MBZ-7] "
		  "(0xff), length 4" },
		{ "000c aaaa 0300 000c 0111 2400 0000", "UDLDv1, Code Reserved (4), Flags [none] (0x00), length 4" },
		{ "00 09aa aa03 0000 0c01 1121", " (invalid)" },
	};

	expect_lines(rows);
}

Test(dissect_link_cisco, vtp)
{
	static const struct frame_line rows[] = {
		{ "00 51aa aa03 0000 0c20 0301 0101 0463 6f72 7000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 050a 0000 0179 796d 6d64 6468 686d 6d73 7300 0000 0000 "
		  "0000 0000 0000 0000 0000 0000",
		  "VTPv1, Message Summary advertisement (0x01), length 73, domain corp" },
		{ "0030 aaaa 0300 000c 2003 0202 0104 636f 7270 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0005",
		  "VTPv2, Message Subset advertisement (0x02), length 40, domain corp" },
		{ "0030 aaaa 0300 000c 2003 0103 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0005",
		  "VTPv1, Message Advertisement request (0x03), length 40" },
		{ "002c aaaa 0300 000c 2003 0104 00ff 636f 7270 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000",
		  "VTPv1, Message Join message (0x04), length 36" },
		{ "002c aaaa 0300 000c 2003 0105 0004 636f 7270 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000 0000",
		  "VTPv1, Message Unknown message type (0x05), length 36, domain corp" },
		{ "00 09aa aa03 0000 0c20 0301", " (invalid)" },
	};

	expect_lines(rows);
}
