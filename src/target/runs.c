/* runs.c - see runs.h: the same code for words of both widths. */
#include "target/runs.h"

#include <errno.h>
#include <stdlib.h>

#define RUNS_PER_SLOT 8
#define TOP_MAX (UINT64_C(1) << 31)

/* 0/8 is "this network", 224/4 multicast, 240/4 reserved with the limited broadcast (RFC 1122, RFC 1112). */
#define WORD uint32_t
#define WIDE uint64_t
#define FIRST_HOST UINT32_C(0x01000000)
#define LAST_HOST UINT32_C(0xdfffffff)
#define RUN mst_run
#define RUNS mst_runs
#define INTERVAL mst_interval
#define INTERVALS mst_intervals
#define CUT mst_cut
#define CUT_NEXT mst_cut_next
#define NAMED(name) mst_runs_##name
#define LOCAL(name) name##_ipv4
#include "target/runs_of.h"

/* :: is "unspecified", ff00::/8 multicast (RFC 4291, section 2.4). */
#define WORD mst_uint128
#define WIDE mst_uint128
#define FIRST_HOST ((mst_uint128)1)
#define LAST_HOST (((mst_uint128)0xff << 120) - 1)
#define RUN mst_run6
#define RUNS mst_runs6
#define INTERVAL mst_interval6
#define INTERVALS mst_intervals6
#define CUT mst_cut6
#define CUT_NEXT mst_cut6_next
#define NAMED(name) mst_runs6_##name
#define LOCAL(name) name##_ipv6
#include "target/runs_of.h"
