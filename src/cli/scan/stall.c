/* SPDX-License-Identifier: BSD-2-Clause */
/* stall.c - see stall.h. */
#include "cli/scan/stall.h"

#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/common/signals.h"
#include "cli/common/terminal.h"

bool mst_scan_stalled(void *user, enum mst_stall_moment moment, const char *why)
{
	const struct mst_probing *options = user;
	const char *erase = mst_terminal_of(STDERR_FILENO).is_one ? MST_TERMINAL_ERASE : "";
	char time[40];

	if (options->quiet)
		return !mst_signals_seen();
	if (moment == MST_STALL_BEGINS)
		mst_print(stderr,
		          "%s%s: the scan pauses for up to %s until there is room for this output (--max-stall)\n",
		          erase, why, mst_write_duration(time, sizeof time, options->max_stall_ns));
	if (moment == MST_STALL_ENDS)
		mst_print(stderr, "%sthere is room for the output again: the scan goes on\n", erase);
	return !mst_signals_seen();
}
