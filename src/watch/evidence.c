/* SPDX-License-Identifier: BSD-2-Clause */
/* evidence.c - see evidence.h. */
#include "watch/evidence.h"

#include <errno.h>

enum mst_evidence mst_evidence_of(const struct mst_observation *observation)
{
	if (!observation->given || observation->state == MST_UNKNOWN || observation->local)
		return MST_PROVES_NOTHING;
	return observation->state == MST_UP || observation->state == MST_OPEN ? MST_PROVES_ACTIVE : MST_PROVES_INACTIVE;
}

/* What the verdict on a port proves about its host. */
static enum mst_evidence of_port(const struct mst_observation *port, bool discovers)
{
	if (!port->given || port->state == MST_UNKNOWN || port->local)
		return MST_PROVES_NOTHING;
	if (port->state == MST_OPEN || port->state == MST_CLOSED || port->by_target)
		return MST_PROVES_ACTIVE;
	return discovers && port->reason != MST_HOST_DOWN ? MST_PROVES_ACTIVE : MST_PROVES_INACTIVE;
}

static void add_cut(struct mst_observation *host, const struct mst_observation *port)
{
	if (!port->cut || host->cut)
		return;
	host->cut = true;
	host->reason = port->reason;
}

/*
 * A host is active if any of its ports proves it. It is inactive only if all its ports could be probed and none
 * answered.
 */
void mst_evidence_of_ports(struct mst_observation *host, size_t count, bool discovers)
{
	struct mst_observation best = { .rtt_ns = -1 };
	enum mst_evidence evidence = MST_PROVES_NOTHING;
	bool all = true;

	for (size_t i = 1; i < count; i++) {
		enum mst_evidence found = of_port(&host[i], discovers);

		best.given |= host[i].given;
		best.local |= host[i].local;
		all &= found != MST_PROVES_NOTHING;
		add_cut(&best, &host[i]);
		if (found > evidence) {
			evidence = found;
			best = host[i]; /* its `local` and `cut` are false */
		}
	}
	if (evidence == MST_PROVES_INACTIVE && !all)
		evidence = MST_PROVES_NOTHING;
	best.state = evidence == MST_PROVES_ACTIVE ? MST_UP : evidence == MST_PROVES_INACTIVE ? MST_DOWN : MST_UNKNOWN;
	best.probes = 0; /* its ports have them */
	best.answered = false;
	*host = best;
}

bool mst_evidence_cuts(const struct mst_result *result)
{
	if (result->reason == MST_NOT_SENT)
		return result->error == ENETDOWN || result->error == ENETUNREACH || result->error == EHOSTUNREACH;
	return result->reason == MST_GATEWAY_SILENT ||
	       (result->state == MST_UNREACHABLE && result->from.family == MST_NO_FAMILY);
}
