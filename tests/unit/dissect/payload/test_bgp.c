/* SPDX-License-Identifier: BSD-2-Clause */
/* test_bgp.c - BGP and MSDP. */
#include "../ip/fixture_ip.h"

/* clang-format off */
static const struct row bgp_by_its_name_only[] = {
	{ TCP, 179,
	  "ffffffff ffffffff ffffffff ffffffff 001304",
	  "Flags [.], seq 0:19, ack 0, win 0, length 19: BGP" },
};
/* clang-format on */

Test(dissect_payload_bgp, bgp_by_its_name_only)
{
	CHECK_ROWS(bgp_by_its_name_only);
}

/* clang-format off */
static const struct row msdp_messages_one_behind_the_other[] = {
	{ TCP, 639,
	  "01001401 00000000 00000000 00000000 00000000 040003",
	  "Flags [.], seq 0:23, ack 0, win 0, length 23: msdp SA 1 entries Keepalive" },
	{ TCP, 639, "02000800 0a000005", "Flags [.], seq 0:8, ack 0, win 0, length 8: msdp SA-Request for 10.0.0.5" },
	{ TCP, 639, "03000802 00000000", "Flags [.], seq 0:8, ack 0, win 0, length 8: msdp SA-Response 2 entries" },
	{ TCP, 639, "05000400", "Flags [.], seq 0:4, ack 0, win 0, length 4: msdp Notification" },
	{ TCP, 639, "060003", "Flags [.], seq 0:3, ack 0, win 0, length 3: msdp [type=6 len=3]" },
	{ TCP, 639, "010002", "Flags [.], seq 0:3, ack 0, win 0, length 3: msdp [|msdp]" },
	{ TCP, 639, "04000400", "Flags [.], seq 0:4, ack 0, win 0, length 4: msdp Keepalive[len=4] " },
};
/* clang-format on */

Test(dissect_payload_bgp, msdp_messages_one_behind_the_other)
{
	CHECK_ROWS(msdp_messages_one_behind_the_other);
}
