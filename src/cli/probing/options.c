/* options.c - see options.h. */
#include "cli/probing/options.h"

void mst_scan_options_defaults(void *values)
{
	struct mst_scan_options *options = values;

	*options = (struct mst_scan_options){ .scan = mst_scan_defaults(), .shard = { 1, 1 } };
	if (!options->scan.probes)
		options->scan.probes = MST_PROBES_USUAL;
}
