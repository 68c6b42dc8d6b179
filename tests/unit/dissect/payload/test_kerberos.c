/* SPDX-License-Identifier: BSD-2-Clause */
/* test_kerberos.c - messages of Kerberos 5 are known by their first byte, older ones are read. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"
#include "fixture_payload.h"

Test(dissect_payload_kerberos, a_message_is_named)
{
	cr_expect_str_eq(segment_udp_payload(88, "\x6a\x81\x80", 3), " v5, AS-REQ, length 3");
	cr_expect_str_eq(segment_udp_payload(750, "\x6c\x81\x80", 3), "v5, TGS-REQ, length 3");
	cr_expect_str_eq(segment_udp_payload(88, "\x05\x81\x80", 3), "UDP, length 3");
	cr_expect_str_eq(segment_udp_payload(88, "", 0), "UDP, length 0");
}

/* clang-format off */
static const struct payload_row older[] = {
	{ 40000, 88, "0402616e6e6100726f6f7400484f4d450000000001606b726274677400484f4d4500",
	  " v4 be KDC_REQUEST: anna.root@HOME 480min krbtgt.HOME" },
	{ 40000, 88, "0403616e6e610000484f4d4500010000000161006200",
	  " v4 le KDC_REQUEST: anna.@HOME 5min a.b" },
	{ 40000, 88, "0405616e6e610000484f4d4500000000000000000000001002",
	  " v4 le KDC_REPLY: anna.@HOME (528)" },
	{ 40000, 88, "0404616e6e610000484f4d4500000000000000000000001002",
	  " v4 be KDC_REPLY: anna.@HOME (4098)" },
	{ 40000, 88, "040607484f4d45000506",
	  " v4 be APPL_REQUEST: v7 HOME (5) (6)" },
	{ 40000, 88, "040a616e6e610000484f4d45000000000100000008756e6b6e6f776e00",
	  " v4 be ERR_REPLY: anna.@HOME OK unknown" },
	{ 40000, 88, "040a616e6e610000484f4d45000000000100000018756e6b6e6f776e00",
	  " v4 be ERR_REPLY: anna.@HOME OK unknown" },
	{ 40000, 88, "040c78",
	  " v4 be PRIVATE: (unknown)" },
	{ 40000, 88, "047e",
	  " v4 be DIE: (unknown)" },
	{ 40000, 88, "0440",
	  " v4 be #64: (unknown)" },
	{ 40000, 88, "0302",
	  " v3" },
	{ 40000, 88, "04",
	  " v4 [|krb]" },
	{ 40000, 88, "0402616e1b6e61",
	  " v4 be KDC_REQUEST: an^[na [|krb]" },
};
/* clang-format on */

Test(dissect_payload_kerberos, older_messages)
{
	EXPECT_UDP_LINES(older);
}
