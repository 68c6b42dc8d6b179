/* SPDX-License-Identifier: BSD-2-Clause */
/* test_telnet.c - telnet's commands at the start of a segment. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define TELNET(text) segment_tcp_payload(23, text, sizeof(text) - 1)

Test(dissect_payload_telnet, commands_are_named)
{
	cr_expect_str_eq(TELNET("\xff\xfb\x01\xff\xfd\x18\xff\xfe\x22\xff\xf9"),
	                 "11 [telnet WILL ECHO, DO TERMINAL TYPE, DONT LINEMODE, GA]");
	cr_expect_str_eq(TELNET("\xff\xfb\x80\xff\xff"), "5 [telnet WILL 0x80, IAC IAC]");
}

Test(dissect_payload_telnet, suboptions_are_bytes_with_names_where_they_have_some)
{
	cr_expect_str_eq(TELNET("\xff\xfa\x18\0vt\xff\xf0"), "8 [telnet SB TERMINAL TYPE IS 0x76 0x74 SE]");
	cr_expect_str_eq(TELNET("\xff\xfa\x25\1\2\0\xff\xf0"), "8 [telnet SB AUTHENTICATION SEND KERBEROS_V5 0 SE]");
	cr_expect_str_eq(TELNET("\xff\xfa\x26\6\1\xff\xf0"), "7 [telnet SB ENCRYPT REQUEST-END DES_CFB64 SE]");
}

Test(dissect_payload_telnet, text_and_unfinished_commands_are_not_shown)
{
	cr_expect_str_eq(TELNET("login:"), "6");
	cr_expect_str_eq(TELNET("\xff\xfb"), "2");
	cr_expect_str_eq(TELNET("\xff\xfb\x01login"), "8 [telnet WILL ECHO]");
	cr_expect_str_eq(TELNET("\xff\xfa\x18\1AB"), "6");
}

Test(dissect_payload_telnet, what_was_not_captured_is_cut)
{
	struct segment segment = { 40000, 23, 0x18, NULL, 0, "\xff\xfb\x01\xff\xfa\x18\1\xff\xf0", 9, 1 };

	cr_expect_str_eq(segment_tcp(&segment),
	                 "Flags [P.], seq 1000:1009, ack 7, win 65535, length 9 [telnet WILL ECHO [|telnet]");
	segment.cut = 8;
	cr_expect_str_eq(segment_tcp(&segment), "Flags [P.], seq 1000:1009, ack 7, win 65535, length 9 [|telnet]");
}
