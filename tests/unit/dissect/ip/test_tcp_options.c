/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tcp_options.c - the options of TCP: each by its name, whole, too short, too long and cut. */
#include <criterion/criterion.h>
#include <string.h>

#include "../fixture_segment.h"

/* What stands behind "options " up to the length, with `cut` bytes of the packet not captured. */
static const char *of(const char *options, size_t cut)
{
	static char text[512];
	struct segment segment = { .source = 1, .destination = 2, .flags = 2, .options = options, .cut = cut };
	const char *start = strstr(segment_tcp(&segment), "options ");
	char *end;

	strncpy(text, start ? start + 8 : "none", sizeof text - 1);
	end = strstr(text, ", length 0");
	if (end)
		*end = '\0';
	return text;
}

Test(dissect_ip_tcp_options, each_has_its_name)
{
	static const struct {
		const char *options, *line;
	} rows[] = {
		{ "020405b4", "[mss 1460]" },
		{ "030307 01", "[wscale 7,nop]" },
		{ "0402 0101", "[sackOK,nop,nop]" },
		{ "0101 0512 00000001 00000002 00000003 00000004", "[nop,nop,sack 2 {1:2}{3:4}]" },
		{ "060600000009 0101", "[echo 9,nop,nop]" },
		{ "070600000009 0101", "[echoreply 9,nop,nop]" },
		{ "0101 080a 00000001 ffffffff", "[nop,nop,TS val 1 ecr 4294967295]" },
		{ "0b0600000005 0c0600000006", "[cc 5,ccnew 6]" },
		{ "0d0600000006 0000", "[ 6,eol]" },
		{ "1312 000102030405060708090a0b0c0d0e0f",
		  "[md5 shared secret not supplied with -M, can't check - 000102030405060708090a0b0c0d0e0f,nop,nop]" },
		{ "14040102", "[scps cap 01 id 2]" },
		{ "1c040102", "[uto 0x102 258]" },
		{ "1c048003", "[uto 0x8003 180]" },
		{ "1d080102aabbccdd", "[tcp-ao keyid 1 rnextkeyid 2 mac 0xaabbccdd]" },
		{ "1d040102", "[tcp-ao keyid 1 rnextkeyid 2]" },
		{ "2202 0101", "[tfo  cookiereq,nop,nop]" },
		{ "2206 01020304 0101", "[tfo  cookie 01020304,nop,nop]" },
		{ "22040102", "[tfo  (invalid)]" },
		{ "fe04f989", "[exp-tfo cookiereq]" },
		{ "fe08f98901020304", "[exp-tfo cookie 01020304]" },
		{ "fe05acc001 010101", "[exp-acc0,nop,nop,nop]" },
		{ "0a0380 01", "[unknown-10 0x80,nop]" },
		{ "0902 0101", "[unknown-9,nop,nop]" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		cr_expect_str_eq(of(rows[i].options, 0), rows[i].line, "%s: %s", rows[i].options,
		                 of(rows[i].options, 0));
}

Test(dissect_ip_tcp_options, a_length_that_is_not_the_options_is_named)
{
	cr_expect_str_eq(of("0203aabb", 0), "[mss 43707[len 3]]");
	cr_expect_str_eq(of("0403 01", 0), "[sackOK[len 3],nop,nop]");
	cr_expect_str_eq(of("0506 00000001", 0), "[sack invalid sack,nop,nop]");
	cr_expect_str_eq(of("1d03 01", 0), "[tcp-ao (invalid),nop]");
}

Test(dissect_ip_tcp_options, an_impossible_length_ends_the_line)
{
	cr_expect_str_eq(of("0100 0000", 0), "[nop,eol]");
	cr_expect_str_eq(of("0201 0101", 0), "[[bad opt]");
	cr_expect_str_eq(of("0101 03ff", 0), "[nop,nop,[bad opt]]");
	cr_expect_str_eq(of("0101 0602", 0), "[nop,nop,echo[bad opt]]");
	cr_expect_str_eq(of("fe03 ac01", 0), "[exp[bad opt]");
}

Test(dissect_ip_tcp_options, what_was_not_captured_is_cut)
{
	cr_expect_str_eq(of("01 01 0204", 1), "[nop,nop, [|tcp]");
	cr_expect_str_eq(of("0101 080a 00000001 00000002", 3), "[nop,nop,TS [|tcp]>");
	cr_expect_str_eq(of("080a 00000001 00000002 0101", 5), "[TS [|tcp]");
	cr_expect_str_eq(of("0101 1d0a 0102 aabbccddeeff", 4),
	                 "[nop,nop,tcp-ao keyid 1 rnextkeyid 2 mac 0xaabb [|tcp]>");
	cr_expect_str_eq(of("0506 00000001 0101", 4), "[sack invalid sack, [|tcp]");
}
