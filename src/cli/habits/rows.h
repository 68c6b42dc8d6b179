/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - short forms of a row of habits. Whatever follows the fixed parts are more members of struct mst_habit.
 */
#ifndef MST_CLI_HABITS_ROWS_H
#define MST_CLI_HABITS_ROWS_H

#include "cli/habits/habits.h"

/* Stands for what muster does anyway: `why` explains it in the help of the tool. */
#define NOTHING(tool, commands, spelling, why, ...) \
	{ \
		tool, commands, spelling, .ours = "", .sentence = why, __VA_ARGS__ \
	}

/* Stands for `ours`. */
#define IS(tool, commands, spelling, ours_, ...) \
	{ \
		tool, commands, spelling, .ours = ours_, __VA_ARGS__ \
	}

/* Stands for `ours` with its value, of which `example_` is one. */
#define TAKES(tool, commands, spelling, example_, ours_, ...) \
	{ \
		tool, commands, spelling, MST_HABIT_VALUE, example_, .ours = ours_, __VA_ARGS__ \
	}

/* Is refused with a sentence. */
#define REFUSED(tool, commands, spelling, why, ...) \
	{ \
		tool, commands, spelling, .sentence = why, __VA_ARGS__ \
	}
#define REFUSED_WITH(tool, commands, spelling, example_, why, ...) \
	{ \
		tool, commands, spelling, MST_HABIT_VALUE, example_, .sentence = why, __VA_ARGS__ \
	}

/* Groups of commands. */
#define SWEEP "sweep"
#define SCAN "scan"
#define WATCH "watch"
#define ASKING "sweep scan watch"
#define HOSTS "sweep watch"
#define REPORTING "sweep scan"

#endif
