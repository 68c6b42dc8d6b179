/* SPDX-License-Identifier: BSD-2-Clause */
/* test_realtek.c - protocols of Realtek's switches. */
#include "fixture_link.h"

Test(dissect_link_realtek, each_type_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "8899 0100 0000 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP query: hello, auth=0x0000" },
		{ "8899 0101 2379 0012 0102 0304 0102 0304 0506 0708 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP query: get addr=0x1200, data=0x04030201, "
		  "auth=0x2379, cookie=0x0506070801020304 " },
		{ "8899 0182 2379 1234 0102 0304 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP reply: set addr=0x3412, data=0x04030201, "
		  "auth=0x2379, cookie=0x0000000000000000 " },
		{ "8899 0105 2379 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP query: unknown opcode (0x05), auth=0x2379" },
		{ "8899 0200", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, REP" },
		{ "8899 0300", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RLDP" },
		{ "8899 0400", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, Realtek 8-byte DSA tag" },
		{ "8899 2300", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RLDP" },
		{ "8899 2580", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, Realtek unknown type 0x25" },
		{ "8899 9000", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, Realtek RTL8306 4-byte DSA tag" },
		{ "8899 a100", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, Realtek RTL8366RB 4-byte DSA tag" },
		{ "8899 0102 2379 1234", "02:00:00:00:00:01 > 01:80:c2:00:00:0e, RRCP query: set [|rrcp]" },
		{ "8899", "02:00:00:00:00:01 > 01:80:c2:00:00:0e,  [|rtl]" },
	};

	expect_lines(rows);
}
