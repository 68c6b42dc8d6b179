/* SPDX-License-Identifier: BSD-2-Clause */
/* syn_options.c - see syn_options.h. */
#include "probe/syn_options.h"

#include <assert.h>

#include "wire/ipv4.h"

/* Kinds (RFC 9293, 7323 and 2018). */
enum {
	NONE = MST_TCP_OPTION_NONE,
	MSS = MST_TCP_OPTION_MSS,
	SCALE = MST_TCP_OPTION_SCALE,
	SACK_PERMITTED = MST_TCP_OPTION_SACK_PERMITTED,
	TIMESTAMPS = MST_TCP_OPTION_TIMESTAMPS,
};

#define MSS_1460 MSS, 4, 0x05, 0xb4

/*
 * The timestamps are filled for each target. Linux derives its window scale from the largest buffer
 * (net.ipv4.tcp_rmem): 7 for the 6 MiB of kernels before 6.16, as of Debian 12 and 13; later ones have 32 MiB and
 * send 10.
 */
/* clang-format off */
static const struct mst_syn_style styles[] = {
	[MST_SYN_LINUX] = {
		.options = { MSS_1460, SACK_PERMITTED, 2, TIMESTAMPS, 10, 0, 0, 0, 0, 0, 0, 0, 0, NONE, SCALE, 3, 7 },
		.count = 20, .tsval_at = 8, .scale = 7,
	},
	[MST_SYN_WINDOWS] = {
		.options = { MSS_1460, NONE, SCALE, 3, 8, NONE, NONE, SACK_PERMITTED, 2 },
		.count = 12, .scale = 8,
	},
	[MST_SYN_MSS] = {
		.options = { MSS_1460 },
		.count = 4,
	},
};
/* clang-format on */
_Static_assert(sizeof styles / sizeof *styles == MST_SYN_OPTIONS_COUNT, "one for each value of --syn-options");

const struct mst_syn_style *mst_syn_style_of(enum mst_syn_options which)
{
	assert(which < MST_SYN_OPTIONS_COUNT);
	return &styles[which];
}
