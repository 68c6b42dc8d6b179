/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * preset.h - verdicts that need no frame: they follow from routes, gateways and the earlier round.
 */
#ifndef MST_PLAN_PRESET_H
#define MST_PLAN_PRESET_H

#include "plan/plan.h"

/* As narrow as a register: it is made for every question. */
struct mst_preset {
	bool settled; /* false: the question must be asked */
	uint8_t state, reason;
};

/* Whether every question along this route must be asked, whichever its address: in most scans all must. Lanes. */
static inline bool mst_preset_never(const struct mst_plan *plan, const struct mst_route_out *route)
{
	return !plan->config->probing.excluded && route && route->path->kind == MST_PATH_UNICAST &&
	       !mst_route_is_silent(route) &&
	       (!plan->probing.about_ports || !plan->common.hosts ||
	        (!route->path->neighbours && !plan->config->probing.discover));
}

/* Of a question to this address; `route` NULL: no path serves it. Lanes. */
struct mst_preset mst_preset_verdict(const struct mst_plan *plan, const struct mst_route_out *route,
                                     const struct mst_addr *addr);

#endif
