/* SPDX-License-Identifier: BSD-2-Clause */
/* test_igmp.c - IGMP of all versions, and what shares its number: traceroute, DVMRP, PIM version 1. */
#include "fixture_ip.h"

/* clang-format off */
static const struct row queries_and_reports_have_the_words_of_tcpdump[] = {
	{ IPV4 + 2, 0, "11000000 00000000", "igmp query v1" },
	{ IPV4 + 2, 0, "11000000 e00000fb", "igmp query v1 [gaddr 224.0.0.251]" },
	{ IPV4 + 2, 0, "11640000 00000000", "igmp query v2" },
	{ IPV4 + 2, 0, "110a0000 e00000fb", "igmp query v2 [max resp time 10] [gaddr 224.0.0.251]" },
	{ IPV4 + 2, 0, "11640000 00000000 027d0000", "igmp query v3" },
	{ IPV4 + 2, 0, "110a0000 e00000fb 027d0000", "igmp query v3 [max resp time 1.0s] [gaddr 224.0.0.251]" },
	{ IPV4 + 2, 0, "11820000 00000000 027d0000", "igmp query v3 [max resp time 14.4s]" },
	{ IPV4 + 2, 0,
	  "11ff0000 e00000fb 027d0001 0a000005",
	  "igmp query v3 [max resp time 52m54s] [gaddr 224.0.0.251, 1 source(s)]" },
	{ IPV4 + 2, 0,
	  "11640000 e00000fb 027d0002 0a000005",
	  "igmp query v3 [gaddr 224.0.0.251 [invalid number of sources]]" },
	{ IPV4 + 2, 0, "11640000 e00000fb 027d00", "igmp query v2 [gaddr 224.0.0.251] [len 11]" },
	{ IPV4 + 2, 0, "12000000 e00000fb", "igmp v1 report 224.0.0.251" },
	{ IPV4 + 2, 0, "12000000 e00000fb 0000", "igmp v1 report 224.0.0.251 [len 10]" },
	{ IPV4 + 2, 0, "16000000 e00000fb", "igmp v2 report 224.0.0.251" },
	{ IPV4 + 2, 0, "17000000 e00000fb", "igmp leave 224.0.0.251" },
	{ IPV4 + 2, 0, "22000000 00000001 04000000 e00000fb", "igmp v3 report, 1 group record(s)" },
	{ IPV4 + 2, 0, "22000000 00000001", "igmp v3 report [invalid len 8]" },
	{ IPV4 + 2, 0,
	  "1f010000 e00000fb 0a000005 0a000006 0a000007 00000009",
	  "mtrace 9: 10.0.0.5 to 10.0.0.6 reply-to 10.0.0.7" },
	{ IPV4 + 2, 0,
	  "1e010000 e00000fb 0a000005 0a000006 0a000007 00000009",
	  "mresp 9: 10.0.0.5 to 10.0.0.6 reply-to 10.0.0.7" },
	{ IPV4 + 2, 0, "1f010000 e00000fb", " [invalid len 8]" },
	{ IPV4 + 2, 0, "25000000 00000000", "igmp-37" },
};
/* clang-format on */

Test(dissect_ip_igmp, queries_and_reports_have_the_words_of_tcpdump)
{
	CHECK_ROWS(queries_and_reports_have_the_words_of_tcpdump);
}

/* clang-format off */
static const struct row dvmrp_and_pim_version_1[] = {
	{ IPV4 + 2, 0, "13000000 0000ff03", "igmp dvmrp [type 0]" },
	{ IPV4 + 2, 0, "13010000 0000ff03", "igmp dvmrp Probe" },
	{ IPV4 + 2, 0, "13020000 0000ff03", "igmp dvmrp Report" },
	{ IPV4 + 2, 0, "13030000 0000ff03", "igmp dvmrp Ask-neighbors(old)" },
	{ IPV4 + 2, 0, "13040000 0000ff03", "igmp dvmrp Neighbors(old)" },
	{ IPV4 + 2, 0, "13050000 0000ff03", "igmp dvmrp Ask-neighbors2" },
	{ IPV4 + 2, 0, "130a0000 0000ff03", "igmp dvmrp [type 10]" },
	{ IPV4 + 2, 0,
	  "13040000 0000ff03 0a000005 0102020a 0000060a 000007",
	  "igmp dvmrp Neighbors(old) [10.0.0.5 -> 10.0.0.6, (1/2)] [10.0.0.5 -> 10.0.0.7, (1/2)]" },
	{ IPV4 + 2, 0,
	  "13040000 0000ff03 0a000005 0102020a 000006",
	  "igmp dvmrp Neighbors(old) [10.0.0.5 -> 10.0.0.6, (1/2)] [length 0 < 4] (invalid)" },
	{ IPV4 + 2, 0, "13040000 0000ff03 0a000005", "igmp dvmrp Neighbors(old) [length 4 < 7] (invalid)" },
	{ IPV4 + 2, 0,
	  "13060000 0000ff03 0a000005 01027301 0a000006",
	  "igmp dvmrp Neighbors2 (v 3.255): [10.0.0.5 -> 10.0.0.6 (1/2/tunnel/srcrt/querier/disabled/down)]" },
	{ IPV4 + 2, 0,
	  "13060000 0000ff03 0a000005 01020002 0a000006",
	  "igmp dvmrp Neighbors2 (v 3.255): [10.0.0.5 -> 10.0.0.6 (1/2)] [invalid ncount] (invalid)" },
	{ IPV4 + 2, 0,
	  "13060000 0000ff03 0a000005 01020000 0a000006",
	  "igmp dvmrp Neighbors2 (v 3.255): [length 4 < 8] (invalid)" },
	{ IPV4 + 2, 0,
	  "13070000 0000ff03 0a000005 e00000fb 0001518f",
	  "igmp dvmrp Prune src 10.0.0.5 grp 224.0.0.251 timer 1d15s" },
	{ IPV4 + 2, 0,
	  "13070000 0000ff03 0a000005 e00000fb 00000000",
	  "igmp dvmrp Prune src 10.0.0.5 grp 224.0.0.251 timer 0s" },
	{ IPV4 + 2, 0, "13080000 0000ff03 0a000005 e00000fb", "igmp dvmrp Graft src 10.0.0.5 grp 224.0.0.251" },
	{ IPV4 + 2, 0, "13090000 0000ff03 0a000005 e00000fb", "igmp dvmrp Graft-ACK src 10.0.0.5 grp 224.0.0.251" },
	{ IPV4 + 2, 0,
	  "14010000 10000000 00000000 00000000 00000000 0a000005 e00000fb",
	  "igmp pimv1 Register for 10.0.0.5 > 224.0.0.251" },
	{ IPV4 + 2, 0, "14020000 10000000 e00000fb 0a000005", "igmp pimv1 Register-Stop for 224.0.0.251 > 10.0.0.5" },
	{ IPV4 + 2, 0, "14030000 20000020", "igmp pimv1 Join/Prune [v2]" },
	{ IPV4 + 2, 0,
	  "14050000 10000010 e00000fb ffffffff 0a000005 80000065 00000007",
	  "igmp pimv1 Assert for 10.0.0.5 > 224.0.0.251 RP-tree pref 101 metric 7" },
	{ IPV4 + 2, 0, "14090000 10000010", "igmp pimv1 [type 9]" },
};
/* clang-format on */

Test(dissect_ip_igmp, dvmrp_and_pim_version_1)
{
	CHECK_ROWS(dvmrp_and_pim_version_1);
}

/* clang-format off */
static const struct row modes_of_queries_of_pim_version_1[] = {
	{ IPV4 + 2, 0, "14000000 10000000 00000069", "igmp pimv1 Query Dense-mode" },
	{ IPV4 + 2, 0, "14000000 10000000 10000069", "igmp pimv1 Query Sparse-mode" },
	{ IPV4 + 2, 0, "14000000 10000000 20000069", "igmp pimv1 Query Sparse-Dense-mode" },
	{ IPV4 + 2, 0, "14000000 10000000 70000069", "igmp pimv1 Query mode-7" },
	{ IPV4 + 2, 0, "14000000 10000000", "igmp pimv1 Query" },
};
/* clang-format on */

Test(dissect_ip_igmp, modes_of_queries_of_pim_version_1)
{
	CHECK_LINES(modes_of_queries_of_pim_version_1);
}
