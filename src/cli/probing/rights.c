/* SPDX-License-Identifier: BSD-2-Clause */
/* rights.c - what probing needs, by its options; see options.h. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/common/rights.h"
#include "cli/probing/options.h"

static bool is_or_may_be(const char *engine, const char *name)
{
	return !engine || strcmp(engine, "auto") == 0 || strcmp(engine, name) == 0;
}

static bool is_connect(const struct mst_scan_engines *engines)
{
	return engines->tx && strcmp(engines->tx, "connect") == 0;
}

/* An engine that is no kernel program needs none. With auto all are tried, from the fastest on. */
static unsigned needs_of(const struct mst_scan_engines *engines, bool records)
{
	bool live = is_or_may_be(engines->tx, "live"), xdp = is_or_may_be(engines->tx, "xdp");
	bool receives = !records && is_or_may_be(engines->rx, "xdp");

	if (is_connect(engines))
		return 0;
	return MST_RIGHT_SOCKETS | (live || xdp || receives ? MST_RIGHT_PROGRAMS : 0U) |
	       (live ? MST_RIGHT_NAMESPACE : 0U);
}

/* Engine connect opens its sockets while it runs. It is chosen by itself where no raw socket may be opened. */
bool mst_probing_may_connect(const struct mst_scan_engines *engines)
{
	int fd;

	if (is_connect(engines))
		return true;
	if (!engines->tx_may_differ && (!is_or_may_be(engines->tx, "connect") || !is_or_may_be(engines->rx, "connect")))
		return false;
	fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (fd >= 0)
		close(fd);
	return fd < 0 && (errno == EPERM || errno == EACCES);
}

void mst_probing_rights(const struct mst_probing *options, struct mst_rights *rights)
{
	rights->files = (struct mst_files){
		.outputs = &options->outputs,
		.inputs = options->resumption ? NULL : &options->inputs,
		.others = &options->exclude_files,
		.read = options->scan.probing.payloads,
		.path = options->dry_run ? options->write_path : options->record,
		.services = { options->scan.services.signatures, options->scan.services.fingerprints,
		              options->community_path },
		.results = options->resumption ? NULL : options->only_open_of,
		.journal = options->journal,
	};
	rights->reads_later = options->dry_run; /* payloads, signatures */
	rights->plans = options->dry_run;
	rights->spools = true;
	rights->resolves = options->resolve;
	rights->connects = options->scan.services.wanted && !options->dry_run;
	if (options->dry_run)
		rights->needs = options->local ? MST_RIGHT_SOCKETS : 0;
	else
		rights->needs = needs_of(&options->scan.engines, options->record || options->trace.count);
	rights->connects |= !options->dry_run && mst_probing_may_connect(&options->scan.engines);
	rights->reads_kernel = rights->needs & MST_RIGHT_PROGRAMS;
}
