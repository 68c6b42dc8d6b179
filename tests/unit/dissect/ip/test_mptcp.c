/* SPDX-License-Identifier: BSD-2-Clause */
/* test_mptcp.c - Multipath TCP's options, by subtype, with each wrong length. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../fixture_segment.h"

#define SYN 0x02
#define SYN_ACK 0x12
#define ACK 0x10

/* What stands behind "mptcp " in the line, with `bytes` in hexadecimal as the data of the option. */
static const char *of(uint8_t flags, const char *bytes)
{
	static char text[512];
	char option[128];
	struct segment segment = { .source = 1, .destination = 2, .flags = flags, .options = option };
	const char *start;
	char *end;

	snprintf(option, sizeof option, "1e%02zx%s", strlen(bytes) / 2 + 2, bytes);
	start = strstr(segment_tcp(&segment), "mptcp ");
	strncpy(text, start ? start + 6 : "none", sizeof text - 1);
	end = strpbrk(text, "]");
	if (end && !strstr(text, "[bad"))
		*end = '\0';
	return text;
}

Test(dissect_ip_mptcp, a_connection_begins_with_keys)
{
	cr_expect_str_eq(of(SYN, "0181"), "4 capable v1 csum");
	cr_expect_str_eq(of(SYN, "00010102030405060708"), "12 capable v0 {0x102030405060708}");
	cr_expect_str_eq(of(ACK, "018101020304050607080102030405060708"),
	                 "20 capable v1 csum {0x102030405060708,0x102030405060708}");
	cr_expect_str_eq(of(ACK, "0101010203040506070801020304050607080009"),
	                 "22 capable v1 {0x102030405060708,0x102030405060708},nop,nop");
	cr_expect_str_eq(of(SYN, "0281"), "4 capable Unknown Version (2)");
	cr_expect_str_eq(of(ACK, "0181"), "4 capable[bad opt]");
}

Test(dissect_ip_mptcp, a_path_joins_in_three_steps)
{
	cr_expect_str_eq(of(SYN, "11050102030405060708"), "12 join backup id 5 token 0x1020304 nonce 0x5060708");
	cr_expect_str_eq(of(SYN_ACK, "1005010203040506070801020304"),
	                 "16 join id 5 hmac 0x102030405060708 nonce 0x1020304");
	cr_expect_str_eq(of(ACK, "10050102030405060708010203040506070801020304"),
	                 "24 join hmac 0x0102030405060708010203040506070801020304");
	cr_expect_str_eq(of(SYN, "1005010203040506070801020304"), "16 join[bad opt]");
}

Test(dissect_ip_mptcp, a_data_sequence_signal_has_what_its_flags_say)
{
	cr_expect_str_eq(of(ACK, "200101020304"), "8 dss ack 16909060");
	cr_expect_str_eq(of(ACK, "20120000"), "6 dss fin[bad opt]");
	cr_expect_str_eq(of(ACK, "200501020304050607080102030405060708"),
	                 "20 dss ack 16909060 seq 84281096 subseq 16909060 len 1286 csum 0x708");
	cr_expect_str_eq(of(ACK, "200f01020304"), "8 dss ack [bad opt]");
	cr_expect_str_eq(of(ACK, "20"), "3 dss[bad opt]");
}

Test(dissect_ip_mptcp, the_others)
{
	cr_expect_str_eq(of(ACK, "30070a00000a"), "8 add-addr v1 id 7 10.0.0.10");
	cr_expect_str_eq(of(ACK, "34070a00000a0102"), "10 add-addr v0-ip4 id 7 10.0.0.10:258,nop,nop");
	cr_expect_str_eq(of(ACK, "31070a00000a0102030405060708"),
	                 "16 add-addr v1-echo id 7 10.0.0.10 hmac 0x102030405060708");
	cr_expect_str_eq(of(ACK, "360720010db80000000000000000000000010102"),
	                 "22 add-addr v0-ip6 id 7 2001:db8::1:258,nop,nop");
	cr_expect_str_eq(of(ACK, "3007"), "4 add-addr[bad opt]");
	cr_expect_str_eq(of(ACK, "400102"), "5 rem-addr id 1 2,nop,nop,nop");
	cr_expect_str_eq(of(ACK, "50"), "3 prio non-backup,nop");
	cr_expect_str_eq(of(ACK, "5101"), "4 prio backup id 1");
	cr_expect_str_eq(of(ACK, "60050102030405060708"), "12 fail seq 72623859790382856");
	cr_expect_str_eq(of(ACK, "70050102030405060708"), "12 fast-close key 0x102030405060708");
	cr_expect_str_eq(of(ACK, "8005"), "4 unknown");
}
