/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * budget.h - how many events may be written: a flood of made-up senders must not fill the disk.
 *
 * A token bucket of a day: it is full at the start, each event takes one, and it fills again evenly within a day. What
 * finds it empty is counted. So a run writes at most `most` events at once, and as many again each day.
 */
#ifndef MST_CLI_COMMON_BUDGET_H
#define MST_CLI_COMMON_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#define MST_EVENTS_A_DAY 1000000 /* the default: some 300 MB */

struct mst_budget {
	uint64_t most; /* a day, at least 1 */
	uint64_t left_out;
	uint64_t since_ns; /* of the clock of the calls: when it had `left` */
	double left;
};

/* The row of the option, for a table of options with a `struct mst_budget` as its member `events`. */
#define MST_BUDGET_ROW(FIELD) \
	{ \
		"max-events", 0, MST_OPT_WHOLE, FIELD(events.most), "N", \
			.meaning = "write at most N events at once, and N more a day; further ones are only counted", \
			.min = 1, .max = UINT32_MAX \
	}

/* Sets the default. */
static inline struct mst_budget mst_budget_of_a_day(void)
{
	return (struct mst_budget){ .most = MST_EVENTS_A_DAY };
}

/* Whether an event may be written now; `now_ns` never goes back. If not, it is counted. */
bool mst_budget_take(struct mst_budget *budget, uint64_t now_ns);

/* Whether the event that was refused just now was the first: it is the one to be told. */
static inline bool mst_budget_just_ended(const struct mst_budget *budget)
{
	return budget->left_out == 1;
}

#endif
