/* SPDX-License-Identifier: BSD-2-Clause */
/* dry_run.c - see dry_run.h. */
#include "cli/scan/dry_run.h"

#include <string.h>

#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/scan/summary.h"

int mst_dry_run(const struct mst_probing *options, const struct mst_rights *rights, struct mst_error *err)
{
	bool frames_to_stdout = options->write_path && strcmp(options->write_path, "-") == 0;
	FILE *out = frames_to_stdout ? stderr : stdout;
	struct mst_scan_plan plan;
	int code = mst_privilege_drop(rights, err);

	if (code == 0)
		code = mst_scan_rehearse(&options->scan, options->write_path, options->sheet.force, &plan, err);
	if (code < 0)
		return frames_to_stdout && mst_stdout_reader_left() ? 0 : mst_privilege_explain(err, code);
	if (!options->quiet || !frames_to_stdout)
		mst_summary_print_plan(&plan, options, out);
	return mst_stdout_flush(err);
}
