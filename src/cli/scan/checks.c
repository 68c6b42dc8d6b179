/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * checks.c - what belongs together among the options of sweep and scan alone; see options.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options/values.h"
#include "cli/scan/expect.h"
#include "cli/scan/options.h"
#include "cli/scan/progress.h"
#include "cli/scan/services.h"

#define STATE(state) (UINT32_C(1) << (state))
#define STATES_OF_HOSTS (STATE(MST_UNKNOWN) | STATE(MST_DOWN) | STATE(MST_UNREACHABLE) | STATE(MST_UP))
#define STATES_OF_PORTS \
	(STATE(MST_UNKNOWN) | STATE(MST_FILTERED) | STATE(MST_CLOSED) | STATE(MST_OPEN) | STATE(MST_OPEN_FILTERED))

static const struct mst_contradiction contradictions[] = {
	{ "all", "down", NULL },
	{ "all", "state", NULL },
	{ "down", "state", NULL },
	{ "quiet", "verbose", NULL },
	{ "quiet", "progress", NULL },
	{ "stream", "order", NULL },
	{ "dry-run", "expect", NULL },
	{ "dry-run", "record", NULL },
	{ "dry-run", "trace", NULL },
	{ "dry-run", "journal", NULL },
	{ "dry-run", "no-journal", NULL },
	{ "dry-run", "max-stall", NULL },
	{ "journal", "no-journal", NULL },
	{ "only-open-of", "input", "--only-open-of probes what is open in its file, --input its addresses" },
	{ "only-open-of", "local", "--only-open-of probes what is open in its file, --local the neighbours" },
	{ "only-open-of", "ports", "--only-open-of probes the ports that are open in its file, --ports others" },
	{ "only-open-of", "record", "--record cannot tell a replay what --only-open-of probes" },
	{ NULL, NULL, NULL },
};

/* Options whose value is one of some words. */
static int check_words(const struct mst_probing *options, struct mst_error *err)
{
	enum mst_progress_mode mode;
	int code = options->progress ? mst_progress_parse(&mode, options->progress, err) : 0;

	return code == 0 && options->expect ? mst_expect_check(options->expect, options->scan.probing.question, err)
	                                    : code;
}

static int read_state(uint32_t *states, const char *word, uint32_t possible, struct mst_error *err)
{
	enum mst_state state;
	char list[128] = "";

	if (mst_state_parse(&state, word) == 0 && (possible & STATE(state))) {
		*states |= STATE(state);
		return 0;
	}
	for (int i = 0; i < MST_STATE_COUNT; i++) {
		if (possible & STATE(i))
			mst_names_add(list, sizeof list, mst_state_name((enum mst_state)i));
	}
	return mst_fail(err, -EINVAL, "--state %s: expected some of %s", word, list);
}

static int read_state_list(uint32_t *states, const char *list, uint32_t possible, struct mst_error *err)
{
	char *copy = strdup(list), *rest = copy, *word;
	int code = copy ? 0 : mst_fail(err, -ENOMEM, "no memory for --state");

	while (code == 0 && (word = strsep(&rest, ",")))
		code = read_state(states, word, possible, err);
	free(copy);
	return code;
}

int mst_scan_read_states(struct mst_probing *options, struct mst_error *err)
{
	bool asks_ports = options->scan.probing.question == MST_ASK_PORTS;
	uint32_t possible = asks_ports ? STATES_OF_PORTS : STATES_OF_HOSTS;

	if (options->state_list)
		return read_state_list(&options->states, options->state_list, possible, err);
	if (options->all)
		options->states = possible;
	else if (options->down)
		options->states = STATE(MST_DOWN);
	else
		options->states = asks_ports ? STATE(MST_OPEN) : STATE(MST_UP);
	return 0;
}

bool mst_scan_explains_fields(const struct mst_probing *options)
{
	return options->fields && strcmp(options->fields, "help") == 0;
}

static const struct mst_need needs[] = {
	{ "trace-frames", "trace" },
	{ "record-size", "record" },
	{ "snmp-community-file", "service" },
	{ "snmp-community-file", "udp" },
	{ NULL, NULL },
};

int mst_scan_check_results(const struct mst_probing *options, const struct mst_arguments *arguments,
                           struct mst_error *err)
{
	int code = check_words(options, err);

	if (code == 0)
		code = mst_check_needs(arguments, needs, err);
	return code < 0 ? code : mst_check_contradictions(arguments, contradictions, err);
}

/* The kernel's program of engine xdp drops what belongs in a record, and what a trace explains: auto is then pcap. */
static int choose_rx(struct mst_probing *options, struct mst_error *err)
{
	bool by_sockets = options->scan.engines.tx && strcmp(options->scan.engines.tx, "connect") == 0;
	bool automatic = !options->scan.engines.rx || strcmp(options->scan.engines.rx, "auto") == 0;

	if (options->record && by_sockets)
		return mst_fail(err, -EINVAL, "--record: engine connect sees no frames; expected another --engine");
	if (options->record && !automatic && strcmp(options->scan.engines.rx, "xdp") == 0)
		return mst_fail(err, -EINVAL,
		                "--rx xdp drops frames that belong in a record: expected --rx pcap with --record");
	if (automatic &&
	    (options->record || (options->trace.count && !mst_probing_may_connect(&options->scan.engines))))
		options->scan.engines.rx = "pcap";
	return 0;
}

/* What the run made may be made again; what a journal from elsewhere names, the user has to allow. */
void mst_scan_take_resumed(void *values, const struct mst_resumption *resumption)
{
	struct mst_probing *options = values;
	const struct mst_probing *typed = resumption->typed_values;

	options->resumption = resumption;
	options->journal = resumption->path;
	options->record = typed->record; /* which has what this process alone sends and receives */
	options->sheet.force = typed->sheet.force ||
	                       (resumption->is_ours && typed->outputs.count == 0 && mst_probing_writes_files(options));
}

static int check_journal(const struct mst_probing *options, struct mst_error *err)
{
	if (options->journal && strcmp(options->journal, "-") == 0)
		return mst_fail(err, -EINVAL, "--journal -: expected a file, which muster resume can read again");
	if (options->resumption && (options->dry_run || options->no_journal))
		return mst_fail(err, -EINVAL, "%s: no run of its command line has a journal: %s", options->journal,
		                options->resumption->line);
	return 0;
}

int mst_scan_check_options(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *options = values;
	int code;

	options->arguments = arguments;
	if (mst_scan_explains_fields(options))
		return 0;
	options->scan.probing.question = strcmp(arguments->command, "scan") == 0 ? MST_ASK_PORTS : MST_ASK_HOSTS;
	code = mst_probing_check_values(options, err);
	if (code == 0)
		code = choose_rx(options, err);
	if (code == 0)
		code = mst_scan_check_results(options, arguments, err);
	if (code == 0)
		code = check_journal(options, err);
	if (code == 0)
		code = mst_scan_check_services(options, err);
	if (code == 0)
		code = mst_scan_check_outputs(options, err);
	if (code == 0)
		code = mst_probing_complete(options, err);
	return code < 0 ? code : mst_scan_read_states(options, err);
}
