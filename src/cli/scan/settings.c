/* SPDX-License-Identifier: BSD-2-Clause */
/* settings.c - see settings.h. */
#include "cli/scan/settings.h"

#include <muster/text.h>
#include <stdio.h>
#include <string.h>

void mst_settings_print(const struct mst_scan *scan, const struct mst_probing *options,
                        const struct mst_targets *targets, const struct mst_pair_list *parameters)
{
	char routes[4096], warnings[MST_WARNINGS_TEXT];

	mst_scan_warnings(scan, warnings, sizeof warnings);
	mst_print_lines(stderr, options->quiet ? "" : warnings);
	if (!options->verbose)
		return;
	for (size_t i = 0; targets && mst_targets_note(targets, i); i++)
		mst_print(stderr, "%s\n", mst_targets_note(targets, i));
	mst_summary_print_parameters(parameters, stderr);
	mst_scan_describe(scan, routes, sizeof routes);
	mst_print_lines(stderr, routes);
	if (*routes && routes[strlen(routes) - 1] != '\n')
		fputc('\n', stderr);
}
