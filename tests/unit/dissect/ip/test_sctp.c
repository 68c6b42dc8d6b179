/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sctp.c - SCTP: chunks, and the messages of ForCES. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row each_chunk_is_described[] = {
	{ IPV4 + 132, 0, "00050006 00000007 00000000", "sctp" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00030014 00000001 00000400 00000003 00000009",
	  "sctp (1) [DATA] (B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID M3UA] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00070011 00000001 00000400 00000063 78000000",
	  "sctp (1) [DATA] (U)(B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID 0x63] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000014 00000001 00000400 00000003 00000009 0400000a 61626364 65660000 "
	  "0e000004",
	  "sctp (1) [DATA] [TSN: 1] [SID: 0] [SSEQ 1024] [PPID M3UA] , (2) [HB REQ] , (3) [SHUTDOWN "
	  "COMPLETE] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 01000014 00000001 00000400 00030002 00000009",
	  "sctp (1) [INIT] [init tag: 1] [rwnd: 1024] [OS: 3] [MIS: 2] [init TSN: 9] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 0200001c 00000001 00000400 00030002 00000009 00050008 01020304",
	  "sctp (1) [INIT ACK] [init tag: 1] [rwnd: 1024] [OS: 3] [MIS: 2] [init TSN: 9] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 0300001c 00000001 00000400 00010002 00000009 00000005 00000006",
	  "sctp (1) [SACK] [cum ack 1] [a_rwnd 1024] [#gap acks 1] [#dup tsns 2]  [gap ack block #1: start = "
	  "1, end = 10] [dup TSN #1: 5] [dup TSN #2: 6]" },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 04000004", "sctp (1) [HB REQ] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 05000004", "sctp (1) [HB ACK] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 06000004", "sctp (1) [ABORT] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 07000004", "sctp (1) [SHUTDOWN] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 08000004", "sctp (1) [SHUTDOWN ACK] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 09000004", "sctp (1) [OP ERR] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0a000004", "sctp (1) [COOKIE ECHO] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0b000004", "sctp (1) [COOKIE ACK] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0c000004", "sctp (1) [ECN ECHO] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0d000004", "sctp (1) [ECN CWR] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0e000004", "sctp (1) [SHUTDOWN COMPLETE] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0f000004", "sctp (1) [Unknown chunk type: 0xf] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 c0000004", "sctp (1) [FOR CUM TSN] " },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 c1000004", "sctp (1) [REL CTRL] " },
};
/* clang-format on */

Test(dissect_ip_sctp, each_chunk_is_described)
{
	CHECK_ROWS(each_chunk_is_described);
}

/* clang-format off */
static const struct row false_lengths_end_the_line[] = {
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000000 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [Bad chunk length 0, < size of chunk descriptor]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000003 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [Bad chunk length 3, < size of chunk descriptor]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000004 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [DATA] bogus chunk length 4]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 0000000f 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [DATA] bogus chunk length 15]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000010 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [DATA] [TSN: 0] [SID: 0] [SSEQ 0] [PPID 0x0] bogus chunk length 16]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000011 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [DATA] [TSN: 0] [SID: 0] [SSEQ 0] [PPID 0x0] , (2) [Bad chunk length 0, < size of chunk "
	  "descriptor]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000018 00000000 00000000 00000000 00000000 00000000",
	  "sctp (1) [DATA] [TSN: 0] [SID: 0] [SSEQ 0] [PPID 0x0] " },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000019 00000000 00000000 00000000 00000000 00000000",
	  "sctp [|sctp]" },
	{ IPV4 + 132, 0,
	  "00050006 00000007 00000000 00000064 00000000 00000000 00000000 00000000 00000000",
	  "sctp [|sctp]" },
	{ IPV4 + 132, 0, "00050006 00000007 00000000 0000", "sctp (1) [chunk descriptor cut off at end of packet]" },
};
/* clang-format on */

Test(dissect_ip_sctp, false_lengths_end_the_line)
{
	CHECK_ROWS(false_lengths_end_the_line);
}

/* clang-format off */
static const struct row forces_by_its_ports[] = {
	{ IPV4 + 132, 0,
	  "1a300006 00000007 00000000 00030028 00000001 00000400 00000000 10010006 00000000 00000000 00000000 "
	  "00000000 00000000",
	  "sctp[ForCES HP] (1) [DATA] (B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID 0x0]  ForCES Association "
	  "Setup" },
	{ IPV4 + 132, 0,
	  "1a310006 00000007 00000000 00030028 00000001 00000400 00000000 100f0006 00000000 00000000 00000000 "
	  "00000000 00000000",
	  "sctp[ForCES MP] (1) [DATA] (B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID 0x0]  ForCES HeartBeat" },
	{ IPV4 + 132, 0,
	  "1a320006 00000007 00000000 00030028 00000001 00000400 00000000 100f0006 00000000 00000000 00000000 "
	  "00000000 00000000",
	  "sctp[ForCES LP] (1) [DATA] (B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID 0x0]  ForCES HeartBeat" },
	{ IPV4 + 132, 0,
	  "1a300006 00000007 00000000 00030015 00000001 00000400 00000000 00000000 00000000",
	  "sctp[ForCES HP] (1) [DATA] (B)(E) [TSN: 1] [SID: 0] [SSEQ 1024] [PPID 0x0]  [|forces]" },
};
/* clang-format on */

Test(dissect_ip_sctp, forces_by_its_ports)
{
	CHECK_ROWS(forces_by_its_ports);
}
