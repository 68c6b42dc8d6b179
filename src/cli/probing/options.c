/* options.c - see options.h. */
#include "cli/probing/options.h"

void mst_scan_options_defaults(void *values)
{
	struct mst_scan_options *options = values;

	*options = (struct mst_scan_options){ .scan = mst_scan_defaults(), .shard = { 1, 1 } };
	if (!options->scan.probes)
		options->scan.probes = MST_PROBES_USUAL;
}

void mst_scan_options_free(struct mst_scan_options *options)
{
	struct mst_words *lists[] = {
		&options->arguments.words, &options->inputs, &options->exclude, &options->exclude_files,
		&options->port_lists, &options->exclude_port_lists, &options->outputs,
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		mst_words_free(lists[i]);
}
