/* SPDX-License-Identifier: BSD-2-Clause */
/* test_openflow.c - the headers of OpenFlow's messages. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define OPENFLOW(text) segment_tcp_payload(6653, text, sizeof(text) - 1)
#define HELLO "\1\0\0\10\0\0\0\1"

Test(dissect_payload_openflow, every_message_has_its_header)
{
	cr_expect_str_eq(OPENFLOW(HELLO "\4\24\0\10\0\0\0\2"),
	                 "16: OpenFlow version 1.0, type HELLO, length 8, xid 0x00000001"
	                 " version 1.3, type BARRIER_REQUEST, length 8, xid 0x00000002");
	cr_expect_str_eq(OPENFLOW("\7\0\0\10\0\0\0\1"),
	                 "8: OpenFlow version unknown (0x07), type unknown (0x00), length 8, xid 0x00000001");
	cr_expect_str_eq(OPENFLOW("\2\0\0\10\0\0\0\1"),
	                 "8: OpenFlow version 1.1, type unknown (0x00), length 8, xid 0x00000001");
}

Test(dissect_payload_openflow, a_wrong_length_is_invalid)
{
	cr_expect_str_eq(OPENFLOW("\1\10\0\10\0\0\0\1"),
	                 "8: OpenFlow version 1.0, type GET_CONFIG_REPLY, length 8, xid 0x00000001 (invalid)");
	cr_expect_str_eq(OPENFLOW("\1\0\0\7\0\0\0\1"),
	                 "8: OpenFlow version 1.0, type HELLO, length 7 (too short!), xid 0x00000001 (invalid)");
	cr_expect_str_eq(OPENFLOW("\1\0\0\24\0\0\0\1"),
	                 "8: OpenFlow version 1.0, type HELLO, length 20, xid 0x00000001 [|openflow]");
	cr_expect_str_eq(
		OPENFLOW(HELLO "\1"),
		"9: OpenFlow version 1.0, type HELLO, length 8, xid 0x00000001 version 1.0 (end of TCP payload)");
}
