/* SPDX-License-Identifier: BSD-2-Clause */
/* outdated.c - see outdated.h. */
#include "cli/scan/outdated.h"

#include <muster/text.h>
#include <muster/units.h>

#include "cli/common/paragraph.h"
#include "cli/common/terminal.h"

#define SCREEN_WIDTH 80

static uint64_t outdated(const struct mst_journal *journal)
{
	return journal ? mst_journal_late(journal) : 0;
}

int mst_pair_list_outdated(struct mst_pair_list *list, const struct mst_journal *journal)
{
	return mst_pair_list_count(list, "outdated_rows", outdated(journal));
}

void mst_summary_print_outdated(const struct mst_journal *journal, FILE *out)
{
	unsigned width = mst_terminal_of(fileno(out)).width;
	char number[32];
	int indent;

	if (!outdated(journal))
		return;
	indent = mst_print(out, "%14s  %-14s  ", mst_write_grouped(number, sizeof number, outdated(journal)),
	                   "outdated");
	mst_paragraph_print(
		out,
		"rows of csv, written before a late answer improved their verdict: other outputs have the better one",
		(size_t)indent, width > SCREEN_WIDTH ? width : SCREEN_WIDTH);
}
