/* SPDX-License-Identifier: BSD-2-Clause */
/* report.c - see report.h. */
#include "cli/scan/report.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/paragraph.h"
#include "cli/common/signals.h"
#include "cli/common/terminal.h"
#include "cli/scan/stall.h"

int mst_scan_report_open(struct mst_report **report, struct mst_scan_names *names, const struct mst_probing *options,
                         struct mst_error *err)
{
	const struct mst_targets *targets = options->scan.probing.targets;
	struct mst_terminal terminal = mst_terminal_of(STDOUT_FILENO);
	struct mst_report_config config = {
		.fields = options->fields,
		.fields_for_ports = options->scan.probing.question == MST_ASK_PORTS,
		.states = options->states,
		.force = options->sheet.force,
		.colour = terminal.colour,
		.width = terminal.width,
		.ranges = options->down,
		.terminal = terminal.is_one,
		.crlf = options->sheet.crlf,
		.no_header = options->sheet.no_header,
		.csv_raw = options->sheet.csv_raw,
		.stream = options->stream,
		.name = options->resolve || mst_targets_have_names(targets) ? mst_scan_name_of : NULL,
		.names = names,
		.name_was_found = mst_scan_name_was_found,
		.ports = options->scan.probing.ports,
		.services = options->scan.services.wanted,
		.journal = options->scan.output.journal,
		/* A name that DNS has may come after the verdict, and so may a service: rows with them are written at
		   the end. */
		.by_address = options->resolve || options->scan.services.wanted ||
		              (options->order && strcmp(options->order, "address") == 0),
		/* Only a scan can pause. */
		.max_stall_ns = options->scan.output.journal ? options->max_stall_ns : 0,
		.stalled = mst_scan_stalled,
		.stalled_user = (void *)(uintptr_t)options,
		.by_arrival = options->order && strcmp(options->order, "arrival") == 0,
	};
	int code = mst_report_new(report, &config, err);

	*names = (struct mst_scan_names){ .targets = targets,
		                          .report = *report,
		                          .states = options->states,
		                          .journal = options->scan.output.journal };
	return code;
}

void mst_scan_print_fields(FILE *out)
{
	struct mst_text_area page = mst_text_area_of(out);
	const struct mst_field_info *field;

	for (size_t i = 0; (field = mst_report_field(i)); i++) {
		char meaning[512];

		snprintf(meaning, sizeof meaning, "%s%s", field->meaning, field->by_default ? " (default)" : "");
		mst_text_area_entry(&page, field->name, meaning, 10);
	}
}

int mst_scan_report_add_outputs(struct mst_report *report, const struct mst_probing *options, struct mst_error *err)
{
	const struct mst_words *outputs = &options->outputs;
	int code = 0;

	for (size_t i = 0; code == 0 && i < outputs->count; i++)
		code = mst_report_add(report, outputs->items[i], err);
	if (code == 0 && !mst_probing_uses_stdout(options))
		code = mst_report_add(report, "text:-", err);
	for (size_t i = 0; code == 0 && i <= outputs->count; i++) {
		if (mst_report_unfinished(report, i))
			mst_signals_unfinished(mst_report_unfinished(report, i));
	}
	return code;
}
