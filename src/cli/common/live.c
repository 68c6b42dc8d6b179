/* SPDX-License-Identifier: BSD-2-Clause */
/* live.c - see live.h. */
#include "cli/common/live.h"

#include "cli/common/signals.h"

int mst_live_open(struct mst_screen **screen, const struct mst_screen_view *view, char *why, size_t why_size)
{
	int code;

	mst_signals_guard_terminal(true);
	code = mst_screen_open(screen, view, why, why_size);
	if (code < 0)
		mst_signals_guard_terminal(false);
	return code;
}

void mst_live_close(struct mst_screen **screen)
{
	mst_screen_close(*screen);
	mst_signals_guard_terminal(false);
	*screen = NULL;
}
