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

/* Of a question to this address; `route` NULL: no path serves it. Lanes. */
struct mst_preset mst_preset_verdict(const struct mst_plan *plan, const struct mst_route_out *route,
                                     const struct mst_addr *addr);

#endif
