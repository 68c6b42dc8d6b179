/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - fleet: many machines, one scan.
 *
 *     fleet submit STORE scan …     a plan                     fleet report STORE ID     its verdicts, so far
 *     fleet work STORE              a worker, many of them     fleet status STORE        how far they are
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/fleet/inner.h"
#include "cli/fleet/parts.h"

static void close_run(void *state)
{
	struct mst_fleet_doer *doer = state;

	if (doer->kept_fd > 0)
		close(doer->kept_fd);
	mst_rows_close(doer->merged);
	mst_run_files_close(&doer->files);
	mst_words_free(&doer->names);
	mst_fleet_close(doer->fleet);
	mst_targets_free(doer->targets);
	mst_targets_free(doer->excluded);
}

static int command(struct mst_fleet_doer *doer, struct mst_error *err)
{
	static const enum mst_fleet_action actions[] = {
		[MST_FLEET_DO_STOP] = MST_FLEET_STOP,
		[MST_FLEET_DO_PAUSE] = MST_FLEET_PAUSE,
		[MST_FLEET_DO_RESUME] = MST_FLEET_RESUME,
		[MST_FLEET_DO_FORGET] = MST_FLEET_FORGET,
	};
	const struct mst_fleet_options *options = doer->options;
	int code = mst_fleet_connect(doer, err);

	return code < 0 ? code
	                : mst_fleet_command(doer->fleet, options->id, actions[options->doing],
	                                    options->run.probing.sheet.force, err);
}

static int run_fleet(const struct mst_call *call, struct mst_error *err)
{
	struct mst_fleet_doer *doer = call->state;

	doer->options = call->values;
	doer->rights = *call->rights;
	switch (doer->options->doing) {
	case MST_FLEET_DO_SUBMIT: return mst_fleet_do_submit(doer, err);
	case MST_FLEET_DO_WORK: return mst_fleet_do_work(doer, call, err);
	case MST_FLEET_DO_STATUS: return mst_fleet_do_status(doer, err);
	case MST_FLEET_DO_REPORT: return mst_fleet_do_report(doer, err);
	default: return command(doer, err);
	}
}

/* Each opens a connection again when the store was away. */
static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_fleet_options *options = values;

	if (options->doing == MST_FLEET_DO_WORK) {
		mst_probing_rights(&options->run.probing, rights);
		rights->needs = options->keeps_rights ? rights->needs | MST_RIGHT_SOCKETS : MST_RIGHT_SOCKETS;
		rights->keeps = options->keeps_rights ? rights->needs : 0;
		rights->reads_kernel = false;
		rights->asks_again = true;
	} else if (options->doing == MST_FLEET_DO_SUBMIT) {
		mst_probing_rights(options->asked, rights);
		rights->needs = 0;
		rights->asks_again = rights->reads_kernel = false;
	} else if (options->doing == MST_FLEET_DO_REPORT) {
		rights->files.outputs = &options->run.probing.outputs;
	}
	if (options->doing == MST_FLEET_DO_REPORT || (options->doing == MST_FLEET_DO_SUBMIT && options->wait)) {
		rights->files.journal = options->journal;
		rights->journals = rights->reads_later = rights->spools = true;
	}
	rights->files.services[0] = options->auth_path;
	rights->files.services[1] = options->ca_path;
	rights->resolves = rights->connects = true;
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_fleet_options *options = values;
	int code = mst_fleet_options_check(options, arguments, err);

	return code == 0 && options->doing == MST_FLEET_DO_SUBMIT
	               ? mst_fleet_inner_read(options, &arguments->words, err)
	               : code;
}

static void free_values(void *values)
{
	mst_fleet_inner_free(values);
}

static const struct mst_example examples[] = {
	{ "muster fleet submit redis://store scan -p 443 10.0.0.0/8", "put a plan into the store, and print its ID" },
	{ "muster fleet work redis://store --interface eth1", "work on whatever plan is open, until stopped" },
	{ "muster fleet status redis://store", "show plans and workers, and how far they are" },
	{ "muster fleet report redis://store 20261129-103015-7f3a --wait -o open.csv",
	  "collect the verdicts, and write them when the plan is over" },
	{ "muster fleet stop redis://store 20261129-103015-7f3a", "end a plan; resume goes on with it" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "it was done" },
	{ "1", "it could not be done: the store cannot be reached, refuses the password or has no such plan; a file; "
	       "missing privileges" },
	{ "2", "the command line was not understood; nothing was sent" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; a worker has committed what it knew" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_fleet = {
	.name = "fleet",
	.arguments = "ACTION STORE [ID | scan … | sweep …]",
	.summary = "share one scan among many machines",
	.description =
		"A store, which is a Redis (6.2 or later) or a Valkey, has the plan of a scan; workers take blocks of "
		"it, probe them, and put the verdicts back; report collects them into a journal on this machine and "
		"writes them in any format. Workers may join, leave and die at any time: a block whose worker is "
		"silent for a lease goes to another, and only the holder of a block can commit it, so every target "
		"has exactly one verdict.\n"
		"ACTION is submit, work, status, report, stop, pause, resume or forget. STORE is "
		"redis://HOST[:PORT][/DATABASE], or rediss:// for TLS. User and password come from --auth-file or "
		"from the variable MUSTER_FLEET_AUTH. submit takes the options of scan and sweep that say what is "
		"probed and how; --max-rate and --rate are those of all workers together. What belongs to a machine "
		"(interface, source address, engine) is an option of work, as are its own limits.\n"
		"stop and pause let workers commit what they know and hold; resume opens the plan again; forget "
		"removes it. ID may be its beginning. Whoever can write to the store decides what workers probe: "
		"protect it.",
	.options = mst_fleet_option_table,
	.words = mst_fleet_words,
	.ends_options = mst_fleet_ends_options,
	.values_size = sizeof(struct mst_fleet_options),
	.defaults = mst_fleet_options_defaults,
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.free_values = free_values,
	.state_size = sizeof(struct mst_fleet_doer),
	.run = run_fleet,
	.close = close_run,
};
