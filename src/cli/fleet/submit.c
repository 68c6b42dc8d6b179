/* SPDX-License-Identifier: BSD-2-Clause */
/* submit.c - a plan for the fleet; see parts.h. */
#include <errno.h>
#include <muster/text.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/common/command_line.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/fleet/parts.h"

/* The report is written as the inner command's options say. */
static void take_results(struct mst_fleet_options *options)
{
	struct mst_probing *run = &options->run.probing, *asked = options->asked;

	run->outputs = asked->outputs;
	asked->outputs = (struct mst_words){ 0 }; /* freed once */
	run->fields = asked->fields;
	run->state_list = asked->state_list;
	run->order = asked->order;
	run->all = asked->all;
	run->down = asked->down;
	run->quiet |= asked->quiet;
	run->sheet = asked->sheet;
}

static int submit(struct mst_fleet_doer *doer, char id[MST_JOURNAL_ID], struct mst_error *err)
{
	const struct mst_fleet_options *options = doer->options;
	char *line = mst_command_line(options->asked_words[0], (int)options->asked_count - 1,
	                              (char **)(options->asked_words + 1));
	const struct mst_fleet_order order = {
		.scan = &options->asked->scan,
		.line = line,
		.arguments = options->asked_words,
		.argument_count = options->asked_count,
		.lease_ns = options->lease_ns,
		.vantages = options->vantages,
	};
	int code = line ? mst_scan_check_texts(&options->asked->scan, err)
	                : mst_fail(err, -ENOMEM, "no memory for the command line");

	doer->targets = mst_targets_new();
	options->asked->scan.probing.targets = doer->targets;
	if (code == 0 && !doer->targets)
		code = mst_fail(err, -ENOMEM, "no memory for targets");
	if (code == 0)
		code = mst_probing_find_targets(options->asked, doer->targets, err);
	if (code == 0 && options->wait)
		code = mst_fleet_find_folder(doer, err);
	if (code == 0)
		code = mst_fleet_connect(doer, err);
	if (code == 0 && options->asked->scan.probing.discover) {
		mst_signals_watch(NULL);
		code = mst_fleet_do_discover(doer, &order, err);
		options->asked->scan.probing.targets = doer->targets;
		options->asked->scan.probing.discover = false;
	}
	if (code == 0)
		code = mst_fleet_submit(doer->fleet, &order, id, err);
	free(line);
	return code;
}

int mst_fleet_do_submit(struct mst_fleet_doer *doer, struct mst_error *err)
{
	struct mst_fleet_options *options = doer->options;
	char id[MST_JOURNAL_ID];
	int code = submit(doer, id, err);

	if (code < 0)
		return code;
	if (!options->wait) {
		mst_print(stdout, "%s\n", id);
		return mst_stdout_flush(err);
	}
	if (!options->run.probing.quiet)
		mst_print(stderr, "plan %s\n", id);
	options->id = id;
	take_results(options);
	return mst_fleet_do_report(doer, err);
}
