/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outputs.c - the outputs of sweep and scan, and the options about them: each needs an output that it means.
 */
#include <errno.h>
#include <string.h>

#include "cli/options/inserts.h"
#include "cli/scan/options.h"

/* Of all outputs together; without any on standard output, there is a table of text. */
static int find_traits(const struct mst_probing *options, unsigned *traits, struct mst_error *err)
{
	struct mst_error none;
	int code = 0;

	*traits = 0;
	if (!mst_probing_uses_stdout(options))
		(void)mst_report_format_traits("text:-", traits, &none);
	for (size_t i = 0; i < options->outputs.count && code == 0; i++) {
		unsigned those = 0;

		code = mst_report_format_traits(options->outputs.items[i], &those, err);
		if (code == 0 && (those & MST_FORMAT_PORTS) && options->scan.probing.question != MST_ASK_PORTS)
			return mst_fail(err, -EINVAL,
			                "--output %s: a sweep probes no ports; expected list, an address a line",
			                options->outputs.items[i]);
		*traits |= those;
	}
	return code;
}

static int check_order(const struct mst_probing *options, unsigned traits, struct mst_error *err)
{
	char formats[128];

	if (!options->order || strcmp(options->order, "address") == 0)
		return 0;
	if (strcmp(options->order, "arrival") != 0)
		return mst_fail(err, -EINVAL, "--order %s: expected address or arrival", options->order);
	if (!(traits & MST_FORMAT_HOSTS))
		return 0;
	mst_formats_with(MST_FORMAT_HOSTS, formats, sizeof formats);
	return mst_fail(err, -EINVAL,
	                "--order arrival: rows of %s are in the order of address: expected --order address", formats);
}

int mst_scan_check_outputs(const struct mst_probing *options, struct mst_error *err)
{
	static const struct {
		const char *option;
		unsigned trait;
		const char *why;
	} needs[] = {
		{ "fields", MST_FORMAT_FIELDS, ": the other formats have no fields" },
		{ "no-header", MST_FORMAT_HEADER, ": the other formats have no header" },
		{ "title", MST_FORMAT_CHANGES, ": the other formats have no title" },
		{ "csv-crlf", MST_FORMAT_CRLF, ", such as -o csv:-" },
		{ "csv-raw", MST_FORMAT_CRLF, ", such as -o csv:-" },
		{ "stream", MST_FORMAT_STREAM, ": a JSON document is written at the end" },
		{ "order", MST_FORMAT_ORDER, ": lines of ndjson are written as they are known" },
	};
	unsigned traits;
	int code = find_traits(options, &traits, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
		char formats[128];

		if (!mst_given(options->arguments, needs[i].option) || (traits & needs[i].trait))
			continue;
		if (needs[i].trait == MST_FORMAT_ORDER && !mst_option_named(options->arguments->options, "stream"))
			continue; /* of a finished run every format has an order */
		mst_formats_with(needs[i].trait, formats, sizeof formats);
		return mst_fail(err, -EINVAL, "--%s: expected an output of %s%s", needs[i].option, formats,
		                needs[i].why);
	}
	return check_order(options, traits, err);
}
