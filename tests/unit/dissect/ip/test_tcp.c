/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tcp.c - flags, numbers and broken headers in tcpdump's words. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

static const char *of_flags(uint8_t flags)
{
	return segment_tcp(&(struct segment){ .source = 40000, .destination = 9999, .flags = flags });
}

Test(dissect_ip_tcp, flags_are_in_the_order_of_tcpdump)
{
	cr_expect_str_eq(of_flags(0xff), "Flags [FSRP.UEW], seq 1000, ack 7, win 65535, urg 0, length 0");
	cr_expect_str_eq(of_flags(0x52), "Flags [S.E], seq 1000, ack 7, win 65535, length 0");
	cr_expect_str_eq(of_flags(0), "Flags [none], win 65535, length 0");
	cr_expect_str_eq(of_flags(0x08), "Flags [P], win 65535, length 0");
	cr_expect_str_eq(of_flags(0xc0), "Flags [EW], win 65535, length 0");
}

Test(dissect_ip_tcp, data_makes_a_range_of_numbers)
{
	struct segment segment = { 40000, 9999, 0x10, NULL, 0, "hello", 5, 0 };

	cr_expect_str_eq(segment_tcp(&segment), "Flags [.], seq 1000:1005, ack 7, win 65535, length 5");
	segment.cut = 5;
	cr_expect_str_eq(segment_tcp(&segment), "Flags [.], seq 1000:1005, ack 7, win 65535, length 5");
}

Test(dissect_ip_tcp, an_impossible_header_length_is_named)
{
	struct segment segment = { 40000, 9999, 0x02, NULL, 4, "", 0, 0 };

	cr_expect_str_eq(segment_tcp(&segment), " tcp 4 [bad hdr length 16 - too short, < 20]");
	segment.words = 15;
	cr_expect_str_eq(segment_tcp(&segment), "Flags [S] [bad hdr length 60 - too long, > 20]");
}

Test(dissect_ip_tcp, a_header_that_was_not_captured_is_cut)
{
	struct segment segment = { 40000, 9999, 0x02, NULL, 0, "", 0, 1 };

	cr_expect_str_eq(segment_tcp(&segment), " [|tcp]");
	segment.cut = 17;
	cr_expect_str_eq(segment_tcp(&segment), "[|tcp]", "without ports, the line has no blank for them");
}
