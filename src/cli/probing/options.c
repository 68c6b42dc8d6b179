/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - see options.h. */
#include "cli/probing/options.h"

#include <muster/units.h>

void mst_probing_defaults(void *values)
{
	struct mst_probing *options = values;

	*options = (struct mst_probing){ .scan = mst_scan_defaults(),
		                         .syn_options = "linux",
		                         .shard = { 1, 1 },
		                         .trace_frames = 100000,
		                         .record_bytes = UINT64_C(16) << 30,
		                         .max_stall_ns = 60 * MST_NS_PER_SECOND };
	if (!options->scan.probing.probes)
		options->scan.probing.probes = MST_PROBES_USUAL;
}
