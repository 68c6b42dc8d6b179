/* SPDX-License-Identifier: BSD-2-Clause */
/* resolving.c - see resolving.h. */
#include "cli/common/resolving.h"

#include <muster/units.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/signals.h"
#include "cli/common/terminal.h"

#define FIRST_NS MST_NS_PER_SECOND
#define LINE_NS (10 * MST_NS_PER_SECOND) /* between two lines, where none is redrawn */

bool mst_resolving_watch(void *user, size_t done, size_t count)
{
	struct mst_resolving *resolving = user;
	bool is_terminal = mst_terminal_of(STDERR_FILENO).is_one;
	uint64_t now_ns = mst_ticks_ns();
	char some[32], all[32];

	if (!resolving->began_ns)
		resolving->began_ns = now_ns;
	if (resolving->quiet || now_ns - resolving->began_ns < FIRST_NS ||
	    (resolving->shown_ns && !is_terminal && now_ns - resolving->shown_ns < LINE_NS))
		return mst_signals_seen() == 0;
	resolving->shown_ns = now_ns;
	mst_write_grouped(some, sizeof some, done);
	mst_write_grouped(all, sizeof all, count);
	fprintf(stderr, "%slooking up host names, %s of %s done%s", is_terminal ? MST_TERMINAL_ERASE : "", some, all,
	        is_terminal ? "" : "\n");
	resolving->drawn |= is_terminal;
	return mst_signals_seen() == 0;
}

void mst_resolving_end(struct mst_resolving *resolving)
{
	if (resolving->drawn)
		fputs(MST_TERMINAL_ERASE, stderr);
	resolving->drawn = false;
}
