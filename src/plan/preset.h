/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * preset.h - verdicts that need no frame: they follow from routes, gateways and the earlier round.
 */
#ifndef MST_PLAN_PRESET_H
#define MST_PLAN_PRESET_H

#include "plan/plan.h"

struct mst_preset {
	bool settled; /* false: the question must be asked */
	enum mst_state state;
	enum mst_reason reason;
};

/* Of a question to this address; `route` NULL: no path serves it. Lanes. */
struct mst_preset mst_preset_verdict(const struct mst_plan *plan, const struct mst_route_out *route,
                                     const struct mst_addr *addr);

#endif
