/* SPDX-License-Identifier: BSD-2-Clause */
/* test_loopback.c - the configuration testing protocol. */
#include "fixture_link.h"

Test(dissect_link_loopback, each_function_has_its_words)
{
	static const struct frame_line rows[] = {
		{ "9000 0000 0200 0200 0000 0001 0100 0000 0000 0000 0000 0000 0000",
		  "Loopback, skipCount 0, Forward Data, forwarding address 02:00:00:00:00:01, data (14 octets)" },
		{ "9000 0000 0100 0200 0000 0000 0000 0000 0000",
		  "Loopback, skipCount 0, Reply, receipt number 2, data (10 octets)" },
		{ "9000 0800 0200 0200 0000 0001 0100 0500 0000 0000",
		  "Loopback, skipCount 8, Reply, receipt number 5, data (4 octets)" },
		{ "9000 0000 0300", "Loopback, skipCount 0,  invalid (3)" },
	};

	expect_lines(rows);
}

Test(dissect_link_loopback, a_broken_one_is_named)
{
	static const struct frame_line rows[] = {
		{ "9000", "Loopback (invalid)" },
		{ "9000 0000", "Loopback, skipCount 0 (invalid)" },
		{ "9000 0000 0200 0200", "Loopback, skipCount 0, Forward Data (invalid)" },
		{ "9000 0000 0100", "Loopback, skipCount 0, Reply (invalid)" },
		{ "9000 ffff 0200", "Loopback, skipCount 65535 (bogus) (invalid)" },
		{ "90 0001 0002 0000", "Loopback, skipCount 1 (bogus),  invalid (0)" },
	};

	expect_lines(rows);
}
