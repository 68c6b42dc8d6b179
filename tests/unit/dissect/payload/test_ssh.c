/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ssh.c - the version that either side of SSH begins with. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define SSH(text) segment_tcp_payload(22, text, sizeof(text) - 1)

Test(dissect_payload_ssh, a_version_is_shown_and_nothing_else)
{
	cr_expect_str_eq(SSH("SSH-2.0-OpenSSH_9\r\n"), "19: SSH: SSH-2.0-OpenSSH_9");
	cr_expect_str_eq(SSH("SSH-2.0-x"), "9");
	cr_expect_str_eq(SSH("SSH-\x1b[0m\r\n"), "10");
	cr_expect_str_eq(SSH("\0\0\0\x0a"), "4");
	cr_expect_str_eq(SSH("SS"), "2 [|ssh]");
	cr_expect_str_eq(SSH("x\n"), "2");
}

Test(dissect_payload_ssh, a_version_that_was_not_captured_is_cut)
{
	struct segment segment = { 22, 40000, 0x18, NULL, 0, "SSH-2.0-x\r\n", 11, 1 };

	cr_expect_str_eq(segment_tcp(&segment), "Flags [P.], seq 1000:1011, ack 7, win 65535, length 11 [|ssh]");
}
