/* SPDX-License-Identifier: BSD-2-Clause */
/* test_resp.c - values of Redis' protocol, and lengths that lie. */
#include <criterion/criterion.h>
#include <string.h>

#include "../fixture_segment.h"

/* Behind "N: RESP". */
static const char *resp(const char *text)
{
	const char *line = segment_tcp_payload(6379, text, strlen(text));

	return strchr(line, 'P') + 1;
}

Test(dissect_payload_resp, values_are_texts_in_quotes)
{
	cr_expect_str_eq(resp("*2\r\n$3\r\nGET\r\n$3\r\nfoo\r\n"), " \"GET\" \"foo\"");
	cr_expect_str_eq(resp("+OK\r\n-ERR\r\n:-5\r\n"), " \"OK\" \"ERR\" \"-5\"");
	cr_expect_str_eq(resp("set a b\r\nget a\n"), " \"set a b\" \"get a\"");
	cr_expect_str_eq(resp("$-1\r\n*0\r\n$0\r\n\r\n"), " null empty empty");
	cr_expect_str_eq(resp("+\x1b\xe9\r\n"), " \"^[M-i\"");
}

Test(dissect_payload_resp, lengths_that_cannot_be_are_named)
{
	cr_expect_str_eq(resp("$99999999999\r\n"), " length too large");
	cr_expect_str_eq(resp("*-2\r\n"), " length negative and not -1");
	cr_expect_str_eq(resp("$5x\r\nhello\r\n"), " invalid \"hello\"");
	cr_expect_str_eq(resp("*4294967297\r\n$18446744073709551617\r\n"), " length too large length too large");
}

Test(dissect_payload_resp, what_is_missing_is_cut)
{
	cr_expect_str_eq(resp("*2\r\n$3\r\nGET\r\n"), " \"GET\" [|resp]");
	cr_expect_str_eq(resp("$5\r\nhel"), " [|resp]");
	cr_expect_str_eq(resp("$5\r\nhello"), " \"hello\" [|resp]");
	cr_expect_str_eq(resp("+OK\n"), " [|resp]");
	cr_expect_str_eq(resp("\r\n"), " [|resp]");
}
