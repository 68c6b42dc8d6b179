/* SPDX-License-Identifier: BSD-2-Clause */
/* test_aodv.c - AODV. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row each_message[] = {
	{ UDP, 654,
	  "01800003 00000001 0a000005 00000002 0a000005 00000003",
	  " aodv rreq 24  hops 3 id 0x00000001 dst 10.0.0.5 seq 2 src 10.0.0.5 seq 3" },
	{ UDP, 654,
	  "02800503 0a000005 00000002 0a000005 00000003",
	  " aodv rrep 20  prefix 5 hops 3 dst 10.0.0.5 dseq 2 src 10.0.0.5 3 ms" },
	{ UDP, 654,
	  "02800503 0a000005 00000002 0a000005 00000003 01040000 0000",
	  " aodv rrep 26  prefix 5 hops 3 dst 10.0.0.5 dseq 2 src 10.0.0.5 3 ms ext HELLO 0 ms" },
	{ UDP, 654,
	  "03800002 0a000005 00000002 0a000005 00000002",
	  " aodv rerr [D] [items 2] [20]: {10.0.0.5}(2) {10.0.0.5}(2)" },
	{ UDP, 654, "03000000", " aodv rerr  [items 0] [4]:" },
	{ UDP, 654, "0400", " aodv rrep-ack 2" },
	{ UDP, 654, "0900", " aodv type 9 2" },
	{ UDP6, 654,
	  "01000003 00000001 fe800000 00000000 00000000 00000005 00000002 fe800000 00000000 00000000 00000006 "
	  "00000003",
	  " aodv v6 rreq 48  hops 3 id 0x00000001 dst fe80::5 seq 2 src fe80::6 seq 3" },
};
/* clang-format on */

Test(dissect_payload_aodv, each_message)
{
	CHECK_ROWS(each_message);
}
