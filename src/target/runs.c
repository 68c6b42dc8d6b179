/* SPDX-License-Identifier: BSD-2-Clause */
/* runs.c - see runs.h: the code of runs_of.h, for both families. */
#include "target/runs.h"

#include <errno.h>
#include <stdlib.h>

#define RUNS_PER_SLOT 8
#define TOP_MAX (UINT64_C(1) << 31)

/* 0/8 is "this network", 224/4 multicast, 240/4 reserved with the limited broadcast (RFC 1122, RFC 1112). */
#define WORD uint32_t
#define WIDE uint64_t
#define UNUSABLE \
	{ \
		{ 0, 0x00ffffff }, \
		{ \
			0xe0000000, 0xffffffff \
		} \
	}
#define RUN mst_run4
#define RUNS mst_runs
#define INTERVAL mst_interval
#define INTERVALS mst_intervals
#define CUT mst_cut
#define CUT_NEXT mst_cut_next
#define NAMED(name) mst_runs_##name
#define LOCAL(name) name##_ipv4
#include "target/runs_of.h"

/* :: is "unspecified", ::ffff:0:0/96 are IPv4 addresses, ff00::/8 is multicast (RFC 4291, sections 2.4 and 2.5.5.2). */
#define WORD mst_uint128
#define WIDE mst_uint128
#define IPV4_MAPPED ((mst_uint128)0xffff << 32)
#define UNUSABLE \
	{ \
		{ 0, 0 }, { IPV4_MAPPED, IPV4_MAPPED | UINT32_MAX }, \
		{ \
			(mst_uint128)0xff << 120, ~(mst_uint128)0 \
		} \
	}
#define RUN mst_run6
#define RUNS mst_runs6
#define INTERVAL mst_interval6
#define INTERVALS mst_intervals6
#define CUT mst_cut6
#define CUT_NEXT mst_cut6_next
#define NAMED(name) mst_runs6_##name
#define LOCAL(name) name##_ipv6
#include "target/runs_of.h"
