/* SPDX-License-Identifier: BSD-2-Clause */
/* writing.c - see writing.h. */
#include "cli/runs/writing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/privilege.h"
#include "cli/common/terminal.h"
#include "cli/scan/report.h"

static const char *name_of(const void *names, const struct mst_addr *addr)
{
	return mst_rows_name(names, addr);
}

static const char *worker_of(const void *workers, const struct mst_result *result, unsigned vantage)
{
	return mst_rows_worker(workers, result, vantage);
}

static struct mst_report_config config_of(const struct mst_run_options *run, struct mst_rows *rows, bool named)
{
	const struct mst_probing *options = &run->probing;
	struct mst_terminal terminal = mst_terminal_of(STDOUT_FILENO);

	return (struct mst_report_config){
		.fields = options->fields,
		.fields_for_ports = options->scan.probing.question == MST_ASK_PORTS,
		.states = options->states,
		.force = options->sheet.force,
		.colour = terminal.colour,
		.width = terminal.width,
		.terminal = terminal.is_one,
		.ranges = options->down,
		.crlf = options->sheet.crlf,
		.no_header = options->sheet.no_header,
		.csv_raw = options->sheet.csv_raw,
		.name = named ? name_of : NULL,
		.names = rows,
		.worker = mst_rows_about(rows)->vantages ? worker_of : NULL,
		.workers = rows,
		.vantages = mst_rows_about(rows)->vantages,
		.ports = mst_rows_about(rows)->port_set,
		.services = mst_rows_about(rows)->services,
		.changes = run->changes,
		.changes_since = run->since,
		.by_arrival = options->order && strcmp(options->order, "arrival") == 0,
	};
}

static int write_with(struct mst_report *report, struct mst_rows *rows, const struct mst_run_tally *tally,
                      struct mst_pairs more, const char *title, struct mst_error *err)
{
	struct mst_run_parameters parameters = { 0 };
	struct mst_pair *summary = calloc(MST_RUN_SUMMARY_MAX + more.count, sizeof *summary);
	int code = summary ? mst_run_parameters(&parameters, mst_rows_about(rows), title) : -ENOMEM;

	if (code == 0) {
		size_t count = mst_run_summary(summary, tally, mst_rows_about(rows));

		if (more.count)
			memcpy(summary + count, more.pairs, more.count * sizeof *summary);
		code = mst_report_write_rows(report, rows, (struct mst_pairs){ parameters.pairs, parameters.count },
		                             (struct mst_pairs){ summary, count + more.count }, err);
	} else {
		code = mst_fail(err, code, "no memory for the summary");
	}
	free(parameters.pairs);
	free(summary);
	return code;
}

int mst_run_write(const struct mst_run_options *options, struct mst_rows *rows, const struct mst_run_tally *tally,
                  struct mst_pairs more, bool *left, struct mst_error *err)
{
	struct mst_report_config config = config_of(options, rows, tally->named);
	struct mst_report *report;
	struct mst_rows *ordered = NULL;
	int code = mst_report_new(&report, &config, err);

	if (code < 0)
		return code;
	code = mst_scan_report_add_outputs(report, &options->probing, err);
	if (code == 0 && config.by_arrival)
		code = mst_rows_by_time(&ordered, rows, err);
	if (code == 0)
		code = write_with(report, ordered ? ordered : rows, tally, more, options->probing.title, err);
	*left = mst_report_all_left(report);
	mst_rows_close(ordered);
	mst_report_free(report);
	return *left ? 0 : mst_privilege_explain(err, code);
}
