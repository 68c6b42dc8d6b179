/* SPDX-License-Identifier: BSD-2-Clause */
/* test_text.c - protocols of text lines: which first lines are shown, and where they end. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define TCP(port, text) segment_tcp_payload(port, text, sizeof(text) - 1)
#define UDP(port, text) segment_udp_payload(port, text, sizeof(text) - 1)

Test(dissect_payload_text, a_request_is_its_first_line)
{
	cr_expect_str_eq(TCP(80, "GET /x HTTP/1.1\r\nHost: a\r\n"), "26: HTTP: GET /x HTTP/1.1");
	cr_expect_str_eq(TCP(8080, "get /\n"), "6: HTTP: get /");
	cr_expect_str_eq(TCP(554, "PLAY rtsp://a RTSP/1.0\r\n"), "24: RTSP: PLAY rtsp://a RTSP/1.0");
	cr_expect_str_eq(UDP(5060, "INVITE sip:a@b SIP/2.0\r\n"), "SIP: INVITE sip:a@b SIP/2.0");
	cr_expect_str_eq(TCP(21, "USER a\r\n"), "8: FTP: USER a");
	cr_expect_str_eq(TCP(25, "250-a\r\n250 b\r\n"), "14: SMTP: 250-a");
	cr_expect_str_eq(TCP(43, "\r\n"), "2: WHOIS: ");
}

Test(dissect_payload_text, a_reply_is_a_word_and_three_digits)
{
	cr_expect_str_eq(TCP(80, "HTTP/1.1 200 OK\r\n"), "17: HTTP: HTTP/1.1 200 OK");
	cr_expect_str_eq(TCP(80, "A  404\r\n"), "8: HTTP: A  404");
	cr_expect_str_eq(TCP(80, "HTTP/1.1 2000 OK\r\n"), "18: HTTP");
	cr_expect_str_eq(UDP(5060, "SIP/2.0 100 Trying\r\n"), "SIP: SIP/2.0 100 Trying");
}

Test(dissect_payload_text, what_begins_no_message_has_the_name_only)
{
	cr_expect_str_eq(TCP(80, "body of a page\r\n"), "16: HTTP");
	cr_expect_str_eq(TCP(80, "GETX / HTTP/1.1\r\n"), "17: HTTP");
	cr_expect_str_eq(TCP(80, "GET / HTTP/1.1\rHost"), "19: HTTP");
	cr_expect_str_eq(TCP(21, "USER \x1b[31m\r\n"), "12: FTP");
	cr_expect_str_eq(TCP(21, "\xff\xfe\r\n"), "4: FTP");
	cr_expect_str_eq(TCP(554, "GET / HTTP/1.1\r\n"), "16: RTSP");
}

Test(dissect_payload_text, a_line_without_end_says_so)
{
	struct segment cut = { 40000, 80, 0x18, NULL, 0, "GET / HTTP/1.1\r\n", 16, 0 };

	cr_expect_str_eq(TCP(25, "e"), "1: SMTP: e [|smtp]");
	cr_expect_str_eq(TCP(80, "GET / HT"), "8: HTTP: GET / HT [|http]");
	cut.cut = 1;
	cr_expect_str_eq(segment_tcp(&cut), "Flags [P.], seq 1000:1016, ack 7, win 65535, length 16: HTTP [|http]");
	cut.cut = 13;
	cr_expect_str_eq(segment_tcp(&cut), "Flags [P.], seq 1000:1016, ack 7, win 65535, length 16: HTTP");
}

Test(dissect_payload_text, a_tab_is_a_blank)
{
	cr_expect_str_eq(TCP(21, "a\tb\r\n"), "5: FTP: a b");
}
