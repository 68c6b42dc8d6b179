/* SPDX-License-Identifier: BSD-2-Clause */
/* report.c - results into a journal, and the journal into reports; see parts.h. */
#include <errno.h>
#include <inttypes.h>
#include <muster/compare.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/signals.h"
#include "cli/common/state.h"
#include "cli/common/terminal.h"
#include "cli/fleet/parts.h"
#include "cli/runs/writing.h"

int mst_fleet_find_folder(struct mst_fleet_doer *doer, struct mst_error *err)
{
	int code;

	if (doer->options->journal)
		return 0;
	code = mst_state_folder(doer->folder, err);
	if (code == 0)
		code = mst_state_make(doer->folder, err);
	doer->rights.state = doer->folder;
	return code;
}

/* The whole ID, by its beginning. */
static int find_path(struct mst_fleet_doer *doer, const char *suffix, char id[MST_JOURNAL_ID], struct mst_error *err)
{
	struct mst_fleet_plan *plans;
	size_t count;
	int code;

	while ((code = mst_fleet_plans(doer->fleet, doer->options->id, &plans, &count, err)) < 0) {
		if (!mst_fleet_may_come(doer, code, err))
			return code;
		mst_nap_ns(2 * MST_NS_PER_SECOND);
	}
	memcpy(id, plans[0].id, MST_JOURNAL_ID);
	mst_fleet_plans_free(plans, count);
	if (doer->options->journal)
		code = snprintf(doer->path, sizeof doer->path, "%s%s", doer->options->journal, suffix);
	else
		code = snprintf(doer->path, sizeof doer->path, "%s/%s.journal%s", doer->folder, id, suffix);
	return code >= (int)sizeof doer->path ? mst_fail(err, -ENAMETOOLONG, "the path of the journal is too long") : 0;
}

static int take_turn(void *user, const struct mst_fleet_collected *now)
{
	struct mst_fleet_doer *doer = user;
	double share = now->total ? (double)now->settled / (double)now->total : 0;

	mst_fleet_tell(doer, "%.1f %% of %" PRIu64 " positions are collected", 100 * share, now->total);
	return mst_signals_seen() != 0;
}

int mst_fleet_collect_all(struct mst_fleet_doer *doer, const char *suffix, struct mst_fleet_collected *collected,
                          struct mst_error *err)
{
	char id[MST_JOURNAL_ID];
	struct mst_fleet_collection collection = {
		.id = id,
		.path = doer->path,
		.wait = doer->options->wait,
		.turn = take_turn,
		.user = doer,
	};
	int code = find_path(doer, suffix, id, err);

	if (code == 0)
		code = mst_fleet_collect(doer->fleet, &collection, collected, err);
	mst_fleet_tell_end(doer);
	return code;
}

static void print_summary(const struct mst_fleet_doer *doer, const struct mst_fleet_collected *collected,
                          const struct mst_run_tally *tally)
{
	fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr);
	mst_run_print(stderr, tally);
	if (collected->refused)
		mst_print(stderr, "%" PRIu64 " result%s in the store made no sense: their positions are asked again\n",
		          collected->refused, mst_plural(collected->refused));
	if (collected->settled < collected->total)
		mst_print(stderr,
		          "%" PRIu64 " of %" PRIu64 " positions have no verdict yet: muster fleet report goes on\n",
		          collected->total - collected->settled, collected->total);
	else
		mst_print(stderr, "the plan is complete; its journal is %s\n", doer->path);
}

/* One row for each target, by the verdicts of all vantages. */
static int open_rows(struct mst_fleet_doer *doer, unsigned vantages, struct mst_rows **rows, struct mst_error *err)
{
	int code = 0;

	for (unsigned vantage = 0; vantage < vantages && code == 0; vantage++) {
		code = mst_fleet_journal_path(doer->paths[vantage], PATH_MAX, doer->path, vantage);
		if (code == 0)
			code = mst_words_add(&doer->names, doer->paths[vantage]);
	}
	if (code < 0)
		return mst_fail(err, code, "no memory for names");
	code = mst_run_files_open(&doer->files, &doer->names, &doer->options->run.probing.outputs, err);
	if (code == 0 && vantages > 1)
		code = mst_merge_rows(&doer->merged, doer->files.rows, doer->files.count, err);
	*rows = code < 0 ? NULL : doer->merged ? doer->merged : doer->files.rows[0];
	return code;
}

static int write_report(struct mst_fleet_doer *doer, const struct mst_fleet_collected *collected, struct mst_error *err)
{
	struct mst_run_options *run = &doer->options->run;
	struct mst_run_tally tally;
	struct mst_rows *rows = NULL;
	bool left = false;
	int code = open_rows(doer, collected->vantages, &rows, err);

	if (code == 0)
		code = mst_run_check_kind(run, mst_rows_about(rows)->ports, err);
	if (code == 0)
		code = mst_run_count(&tally, rows, err);
	if (code == 0)
		code = mst_run_write(run, rows, &tally, (struct mst_pairs){ 0 }, &left, err);
	if (code == 0 && !run->probing.quiet && !left)
		print_summary(doer, collected, &tally);
	return code;
}

int mst_fleet_do_report(struct mst_fleet_doer *doer, struct mst_error *err)
{
	struct mst_fleet_collected collected;
	int code = 0;

	if (!doer->fleet) {
		code = mst_fleet_find_folder(doer, err);
		if (code == 0)
			code = mst_fleet_connect(doer, err);
	}
	if (code < 0)
		return code;
	mst_signals_watch(NULL);
	code = mst_fleet_collect_all(doer, "", &collected, err);
	if (code == 0)
		code = write_report(doer, &collected, err);
	if (code < 0)
		return code;
	return mst_signals_seen() ? MST_EXIT_SIGNAL : MST_EXIT_DONE;
}
