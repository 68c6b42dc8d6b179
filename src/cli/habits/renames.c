/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * renames.c - options under the names that they had in the version before; see habits.h.
 *
 * A former name works for one version, with a note on standard error. No help, manual or completion shows it. A row
 * leaves when the next version is released.
 */
#include "cli/habits/rows.h"

#define WAS(commands, before, now) \
	{ \
		MST_HABIT_RENAMED, commands, before, .ours = now, .note = "is now " now \
	}

const struct mst_habit mst_habits_of_renames[] = {
	WAS("sweep scan", "--canary", "--detect-proxies on"),
	WAS("sweep scan", "--no-canary", "--detect-proxies off"),
	{ 0 },
};
