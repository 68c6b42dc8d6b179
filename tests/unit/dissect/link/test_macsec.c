/* SPDX-License-Identifier: BSD-2-Clause */
/* test_macsec.c - frames of IEEE 802.1AE, encrypted and not. */
#include "fixture_link.h"

Test(dissect_link_macsec, each_flag_has_its_letter)
{
	static const struct frame_line rows[] = {
		{ "88e5 2c00 0000 0048 0200 0000 0001 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 "
		  "0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e 802.1AE MACsec, an 0, pn 72, flags ECI, sci "
		  "0200000000010001, 0x0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000" },
		{ "88e5 0c00 0000 0048 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e 802.1AE MACsec, an 0, pn 72, flags EC, 0x0000 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000" },
		{ "88e5 5d3f 0000 0001 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e 802.1AE MACsec, an 1, pn 1, flags ECSB, sl 63, "
		  "0x0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000" },
		{ "88e5 2400 0000 0006 0200 0000 0001 0001 0101 0101 0000 0000 0000 0000 0000 0000 0000 0000",
		  "02:00:00:00:00:01 > 01:80:c2:00:00:0e 802.1AE MACsec, an 0, pn 6, flags CI, sci "
		  "0200000000010001, 0x0101 0101 0000 0000 0000 0000 0000 0000 0000 0000" },
	};

	expect_lines(rows);
}

Test(dissect_link_macsec, what_can_be_read_is)
{
	static const struct frame_line rows[] = {
		{ "88e5 2000 0000 0006 0200 0000 0001 0001 0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 "
		  "0002 0800 f7fd 0000 0002 0000 0000 0000 0000 0000 0000 0000 0000",
		  "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8" },
		{ "88e5 0000 0000 0006 88cc 0000 0000 0000 0000 0000 0000 0000 0000 0000", "LLDP, length 2" },
	};

	expect_lines(rows);
}

Test(dissect_link_macsec, a_short_length_ends_the_data_before_padding)
{
	static const struct frame_line rows[] = {
		{ "88e5 001e 0000 0006 0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 f7fd 0000 0002 0000 "
		  "0000 0000 0000 0000 0000 0000 0000 0000",
		  "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8" },
		{ "88e5 0004 0000 0006 88cc 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", "LLDP, length 2" },
		{ "88e5 0005 0000 0006 88cc 0000 0000 0000 0000 0000 0000 0000 0000 0000", " [|macsec]" },
	};

	expect_lines(rows);
}

Test(dissect_link_macsec, a_frame_captured_in_part_has_no_check_to_leave_out)
{
	static const char frame[] = "88e5 0000 0000 0006 0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 "
				    "f7fd 0000 0002 0000 0000 0000 0000 0000 0000 0000 0000";

	expect_line(frame, 14 + 6 + 2 + 28, false, "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8");
	expect_line(frame, 14 + 6 + 2 + 28 + 9, false,
	            "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 0, seq 2, length 8");
}

Test(dissect_link_macsec, a_broken_one_is_named)
{
	static const struct frame_line rows[] = {
		{ "88e5 8c00 0000 0006 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", " (invalid)" },
		{ "88e5 0c40 0000 0006 0000 0000 0000 0000 0000 0000 0000 0000 0000 0000", " (invalid)" },
		{ "88 e52c 0000 0000 0600 0000 0000 0000", " [|macsec]" },
		{ "88 e523", " [|macsec]" },
		{ "88e5 0000 0000 0006 0000 0000 0000 0000 0000 0000 0000 0000", " [|ether]" },
	};

	expect_lines(rows);
}
