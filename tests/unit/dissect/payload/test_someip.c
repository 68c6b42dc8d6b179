/* SPDX-License-Identifier: BSD-2-Clause */
/* test_someip.c - the header of SOME/IP. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define SOMEIP(text) segment_udp_payload(30490, text, sizeof(text) - 1)

Test(dissect_payload_someip, a_header_is_named_field_by_field)
{
	cr_expect_str_eq(
		SOMEIP("\21\21\42\42\0\0\0\10\0\3\0\4\1\2\0\0"),
		"SOMEIP, service 4369, method 8738, len 8, client 3, session 4, pver 1, iver 2, msgtype REQUEST, "
		"retcode E_OK");
	cr_expect_str_eq(
		SOMEIP("\377\377\201\0\0\0\0\10\0\3\0\4\1\2\241\20"),
		"SOMEIP, service 65535, event 256, len 8, client 3, session 4, pver 1, iver 2, msgtype TP_ERROR, "
		"retcode Unknown");
	cr_expect_str_eq(SOMEIP("\21\21\42"), "SOMEIP (invalid)");
}

Test(dissect_payload_someip, a_header_that_was_not_captured_is_cut)
{
	struct segment segment = { 30490, 30491, 0, NULL, 0, "\21\21\42\42\0\0\0\10\0\3\0\4\1\2\0\0", 16, 3 };

	cr_expect_str_eq(segment_udp(&segment),
	                 "SOMEIP, service 4369, method 8738, len 8, client 3, session 4, pver 1 [|someip]");
}
