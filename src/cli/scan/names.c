/* SPDX-License-Identifier: BSD-2-Clause */
/* names.c - see names.h. */
#include "cli/scan/names.h"

#include <muster/units.h>

#define ROWS_AT_ONCE 256
#define WAIT_NS (2 * MST_NS_PER_SECOND) /* two tries of a name server that does not answer */

const char *mst_scan_name_of(const void *user, const struct mst_addr *addr)
{
	const struct mst_scan_names *names = user;
	const char *name = mst_targets_name(names->targets, addr);

	return name || !names->reverse ? name : mst_reverse_name(names->reverse, addr);
}

bool mst_scan_name_was_found(const void *user, const struct mst_addr *addr)
{
	const struct mst_scan_names *names = user;

	return !mst_targets_name(names->targets, addr);
}

/* Hosts that are up and were not given by a name. */
static bool needs_name(const struct mst_scan_names *names, const struct mst_result *result)
{
	bool answered = result->state == MST_UP || result->state == MST_OPEN || result->state == MST_CLOSED;

	return answered && names->states >> result->state & 1 && !mst_targets_name(names->targets, &result->addr);
}

int mst_scan_names_take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const struct mst_scan_names *names = user;

	for (size_t i = 0; i < count && names->reverse; i++) {
		if (needs_name(names, &results[i]))
			mst_reverse_ask(names->reverse, &results[i].addr);
	}
	return mst_found_lines_write(names->next, results, count, err);
}

static int take_silence(void *user, uint64_t count, struct mst_error *err)
{
	const struct mst_scan_names *names = user;

	return mst_report_silence(names->report, count, err);
}

void mst_scan_names_become_sink(struct mst_scan_names *names, struct mst_scan_output *output)
{
	output->sink = mst_scan_names_take;
	output->silence = take_silence;
	output->user = names;
}

/* Hosts that earlier processes of the run found. */
static void ask_earlier(const struct mst_scan_names *names)
{
	struct mst_result results[ROWS_AT_ONCE];
	struct mst_rows *rows;
	struct mst_error none;
	size_t count;

	if (mst_journal_rows(&rows, names->journal, false, &none) < 0)
		return;
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count; i++) {
			if (needs_name(names, &results[i]))
				mst_reverse_ask(names->reverse, &results[i].addr);
		}
	}
	mst_rows_close(rows);
}

void mst_scan_names_finish(struct mst_scan_names *names, bool interrupted)
{
	struct mst_addr addr;
	const char *name;
	size_t at = 0;

	if (!names->reverse)
		return;
	if (names->journal && mst_journal_info(names->journal)->processes > 1)
		ask_earlier(names);
	mst_reverse_wait(names->reverse, interrupted ? 0 : WAIT_NS);
	while ((name = mst_reverse_next(names->reverse, &at, &addr)) != NULL)
		mst_report_name(names->report, &addr, name);
}
