/* SPDX-License-Identifier: BSD-2-Clause */
/* dry_run.c - see dry_run.h. */
#include "cli/scan/dry_run.h"

#include <string.h>

#include "cli/common/paragraph.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/scan/services.h"
#include "cli/scan/summary.h"

#define NUMBER_WIDTH 14 /* as in the rows before it, cli/scan/summary.c */

static void print_row(const char *name, const char *text, FILE *out)
{
	mst_paragraph_print(out, text, (size_t)mst_print(out, "%*s  ", NUMBER_WIDTH, name),
	                    mst_text_area_of(out).width);
}

static void print_syns(const struct mst_probing *options, FILE *out)
{
#define MEANING(constant, name, meaning) [constant] = meaning,
	static const char *const meanings[] = { MST_SYN_OPTIONS(MEANING) };
#undef MEANING
	char text[128];

	if (!mst_probing_sends_syns(options))
		return;
	snprintf(text, sizeof text, "%s; time to live %u", meanings[options->scan.header.syn_options],
	         options->scan.header.ttl);
	print_row("SYN options", text, out);
}

static void print_services(const struct mst_probing *options, FILE *out)
{
	char text[MST_TALKING_TEXT];

	if (mst_scan_explain_services(options, text))
		print_row("services", text, out);
}

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
	if (!options->quiet || !frames_to_stdout) {
		mst_summary_print_plan(&plan, options, out);
		print_syns(options, out);
		print_services(options, out);
	}
	return mst_stdout_flush(err);
}
