/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pptp.c - control messages of PPTP, whole, cut and with wrong fields. */
#include <criterion/criterion.h>

#include "../fixture_segment.h"

#define PPTP(text) segment_tcp_payload(1723, text, sizeof(text) - 1)
#define MAGIC "\x1a\x2b\x3c\x4d"

Test(dissect_payload_pptp, fields_have_the_names_of_tcpdump)
{
	cr_expect_str_eq(PPTP("\0\20\0\1" MAGIC "\0\5\0\0\0\0\0\7"), "16: pptp CTRL_MSGTYPE=ECHORQ ID(7)");
	cr_expect_str_eq(PPTP("\0\20\0\1" MAGIC "\0\4\0\0\1\2\0\0"),
	                 "16: pptp CTRL_MSGTYPE=StopCCRP RESULT_CODE(1) ERR_CODE(2)");
	cr_expect_str_eq(PPTP("\0\30\0\1" MAGIC "\0\17\0\0\0\1\0\0\xff\xff\xff\xff\0\0\0\0"),
	                 "24: pptp CTRL_MSGTYPE=SLI PEER_CALL_ID(1) SEND_ACCM(0xffffffff) RECV_ACCM(0x00000000)");
}

Test(dissect_payload_pptp, texts_end_at_their_nul_or_their_length)
{
	char call[12 + 156] = "\0\250\0\1" MAGIC
			      "\0\7\0\0\0\1\0\2\0\0\1\54\0\0\3\350\0\0\0\1\0\0\0\3\0\100\0\12\0\5\0\0"
			      "5551234";

	cr_expect_str_eq(
		segment_tcp_payload(1723, call, sizeof call),
		"168: pptp CTRL_MSGTYPE=OCRQ CALL_ID(1) CALL_SER_NUM(2) MIN_BPS(300) MAX_BPS(1000) BEARER_TYPE(A) "
		"FRAME_TYPE(E) RECV_WIN(64) PROC_DELAY(10) PHONE_NO_LEN(5) PHONE_NO(55512) SUB_ADDR()");
}

Test(dissect_payload_pptp, wrong_fields_are_named)
{
	cr_expect_str_eq(PPTP("\0\20\0\1\1\2\3\4\0\0\0\5\0\0\0\7"),
	                 "16: pptp UNEXPECTED Magic-Cookie!!(01020304) Magic-Cookie=01020304 CTRL_MSGTYPE=NOT_DEFINED "
	                 "[ERROR: reserved=5 must be zero]");
	cr_expect_str_eq(PPTP("\0\20\0\1" MAGIC "\0\20\0\0"), "12: pptp UNKNOWN_CTRL_MSGTYPE(16)");
	cr_expect_str_eq(PPTP("\0\20\0\1" MAGIC "\0\5\0\0\0\0"), "14: pptp CTRL_MSGTYPE=ECHORQ [|pptp]");
	cr_expect_str_eq(PPTP("\0\20"), "2: pptp [|pptp]");
	cr_expect_str_eq(
		PPTP("\0\234\0\1" MAGIC "\0\1\0\0\1\0\0\0\0\0\0\3\0\0\0\3\0\1\0\2ho\x1b"),
		"31: pptp CTRL_MSGTYPE=SCCRQ PROTO_VER(1.0) FRAME_CAP(AS) BEARER_CAP(DA) MAX_CHAN(1) FIRM_REV(2) "
		"HOSTNAME(ho^[ [|pptp]");
}
