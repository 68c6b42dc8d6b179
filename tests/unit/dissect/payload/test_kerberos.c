/* SPDX-License-Identifier: BSD-2-Clause */
/* test_kerberos.c - messages of Kerberos 5 are known by their first byte. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

Test(dissect_payload_kerberos, a_message_is_named)
{
	cr_expect_str_eq(segment_udp_payload(88, "\x6a\x81\x80", 3), " v5, AS-REQ, length 3");
	cr_expect_str_eq(segment_udp_payload(750, "\x6c\x81\x80", 3), "v5, TGS-REQ, length 3");
	cr_expect_str_eq(segment_udp_payload(88, "\x05\x81\x80", 3), "UDP, length 3");
	cr_expect_str_eq(segment_udp_payload(88, "", 0), "UDP, length 0");
}
