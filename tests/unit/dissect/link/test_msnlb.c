/* SPDX-License-Identifier: BSD-2-Clause */
/* test_msnlb.c - heartbeats of network load balancing. */
#include "fixture_link.h"

Test(dissect_link_msnlb, hosts_and_cluster)
{
	static const struct frame_line rows[] = {
		{ "886f bf01 dec0 0602 0000 0200 0000 c0a8 6450 c0a8 6452 0100 0000",
		  "MS NLB heartbeat, host priority: 2, cluster IP: 192.168.100.80, host IP: 192.168.100.82" },
		{ "88 6fbf 01de c006 0200 0002 0000 00c0 a864 50c0 a864",
		  "MS NLB heartbeat, host priority: 2, cluster IP: 192.168.100.80 [|msnlb]" },
		{ "88 6fbf 01de c006 0200", "MS NLB heartbeat [|msnlb]" },
	};

	expect_lines(rows);
}
