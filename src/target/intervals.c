/* SPDX-License-Identifier: BSD-2-Clause */
/* intervals.c - see intervals.h: the code of intervals_of.h, for both families. */
#include "target/intervals.h"

#include <errno.h>
#include <stdlib.h>

#define SMALL 24 /* below this, sorting by insertion is faster */

#define WORD uint32_t
#define INTERVAL mst_interval
#define INTERVALS mst_intervals
#define CUT mst_cut
#define NAMED(name) mst_intervals_##name
#define CUT_NEXT mst_cut_next
#define LOCAL(name) name##_ipv4
#include "target/intervals_of.h"

#define WORD mst_uint128
#define INTERVAL mst_interval6
#define INTERVALS mst_intervals6
#define CUT mst_cut6
#define NAMED(name) mst_intervals6_##name
#define CUT_NEXT mst_cut6_next
#define LOCAL(name) name##_ipv6
#include "target/intervals_of.h"
