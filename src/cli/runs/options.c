/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/runs/options.h"

#include <errno.h>

#include "cli/options/values.h"
#include "cli/scan/options.h"

static const struct mst_contradiction contradictions[] = {
	{ "all", "open", NULL }, { "all", "up", NULL },     { "all", "down", NULL },   { "all", "state", NULL },
	{ "open", "up", NULL },  { "open", "down", NULL },  { "open", "state", NULL }, { "up", "down", NULL },
	{ "up", "state", NULL }, { "down", "state", NULL }, { NULL, NULL, NULL },
};

void mst_run_defaults(void *values)
{
	struct mst_run_options *options = values;

	mst_probing_defaults(&options->probing);
}

/* Before a file is read, which may take a while. */
static int check_fields(const struct mst_probing *probing, struct mst_error *err)
{
	const struct mst_report_config config = { .fields = probing->fields };
	struct mst_report *report;
	int code = mst_report_new(&report, &config, err);

	mst_report_free(report);
	return mst_value_named(err, code, "fields", probing->fields);
}

int mst_run_check(struct mst_run_options *options, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *probing = &options->probing;
	int code;

	probing->arguments = arguments;
	if (mst_scan_explains_fields(probing))
		return 0;
	probing->scan.probing.question = MST_ASK_PORTS; /* not known yet: nothing is refused for it */
	code = mst_check_contradictions(arguments, contradictions, err);
	if (code == 0 && probing->sheet.force && !mst_probing_writes_files(probing))
		code = mst_fail(err, -EINVAL, "--force: there is no file to overwrite; expected -o FILE, too");
	if (code == 0)
		code = check_fields(probing, err);
	return code < 0 ? code : mst_scan_check_outputs(probing, err);
}

int mst_run_check_kind(struct mst_run_options *options, bool ports, struct mst_error *err)
{
	struct mst_probing *probing = &options->probing;
	int code;

	probing->scan.probing.question = ports ? MST_ASK_PORTS : MST_ASK_HOSTS;
	if (options->open && !ports)
		return mst_fail(err, -EINVAL, "--open: the run is about hosts, which are up or down; expected --up");
	if ((options->up || probing->down) && ports)
		return mst_fail(err, -EINVAL,
		                "--%s: the run is about ports, which are open or closed; expected --open or --state",
		                options->up ? "up" : "down");
	code = mst_scan_check_outputs(probing, err);
	return code < 0 ? code : mst_scan_read_states(probing, err);
}
