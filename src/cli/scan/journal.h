/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journal.h - the journal of a sweep or scan: where it is, what is printed about it, and what becomes of it.
 *
 *     open or resume ──► look, look … ──► end ──► close
 */
#ifndef MST_CLI_SCAN_JOURNAL_H
#define MST_CLI_SCAN_JOURNAL_H

#include <limits.h>
#include <muster/journal.h>

#include "cli/common/command.h"
#include "cli/common/rights.h"
#include "cli/scan/options.h"

struct mst_scan_journal {
	struct mst_journal *journal;
	const char *file;             /* that the user named; NULL: none */
	struct mst_targets *excluded; /* that a resumed run leaves out from now on */
	char folder[PATH_MAX];
	char note[MST_ERROR_TEXT]; /* why the journal has no name; printed once the run has lasted */
	uint64_t max_stall_ns;
	bool waits; /* for room on a full disk: it has been printed */
	bool is_new, ended;
};

/*
 * A new one, before privileges are dropped; then rights->state is its folder. Where that cannot be made it has no name,
 * and a note says so later. -errno with a sentence.
 */
int mst_scan_journal_open(struct mst_scan_journal *journal, const struct mst_probing *options,
                          const struct mst_call *call, struct mst_rights *rights, struct mst_error *err);

/*
 * The one of options->resumption, likewise: targets, ports and order are those of the journal, and what is excluded now
 * is left out. Prints which names have another address now. -EINVAL or -errno with a sentence.
 */
int mst_scan_journal_resume(struct mst_scan_journal *journal, struct mst_probing *options, struct mst_error *err);

/* While the scan runs: prints on stderr, after `erase`, what is new about it. */
void mst_scan_journal_look(struct mst_scan_journal *journal, uint64_t elapsed_ns, const char *erase);

/*
 * After the outputs are whole, or failed. `complete`: nothing is left to do. Otherwise `how` becomes the line that says
 * how to go on; empty where that is not possible. -errno with a sentence.
 */
#define MST_HOW_TO_GO_ON (PATH_MAX + 64)
int mst_scan_journal_end(struct mst_scan_journal *journal, bool complete, char how[MST_HOW_TO_GO_ON],
                         struct mst_error *err);

/* Accepts a zeroed one. */
void mst_scan_journal_close(struct mst_scan_journal *journal);

#endif
