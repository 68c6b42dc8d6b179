/* SPDX-License-Identifier: BSD-2-Clause */
/* preset.c - see preset.h. */
#include "plan/preset.h"

#include "target/set.h"

/* How a host stood at the end of the earlier round: SILENT if it was not asked. */
static enum mst_standing standing_of(const struct mst_plan *plan, const struct mst_addr *addr)
{
	mst_uint128 index;

	if (!mst_targets_index(plan->targets.set, addr, &index))
		return MST_STANDING_SILENT;
	return mst_seen_get(plan->common.hosts, (uint64_t)index);
}

static const struct mst_preset ask_it = { 0 };
static const struct mst_preset host_is_down = { true, MST_FILTERED, MST_HOST_DOWN };
static const struct mst_preset host_is_unknown = { true, MST_UNKNOWN, MST_LOCAL_LOSS };

/*
 * Ports of neighbours that were not resolved cannot be asked. Other hosts whose state stayed unknown are asked, because
 * only silence means that a host is down.
 */
static struct mst_preset of_ports(const struct mst_plan *plan, const struct mst_route_out *route,
                                  const struct mst_addr *addr)
{
	enum mst_standing standing;

	if (!plan->common.hosts)
		return ask_it;
	if (route->path->neighbours ? mst_neighbours_find(plan->common.neighbours, addr) != NULL
	                            : !plan->config->probing.discover)
		return ask_it;
	standing = standing_of(plan, addr);
	if (route->path->neighbours)
		return standing == MST_STANDING_UNKNOWN ? host_is_unknown : host_is_down;
	return standing == MST_STANDING_BEST || standing == MST_STANDING_UNKNOWN ? ask_it : host_is_down;
}

struct mst_preset mst_preset_verdict(const struct mst_plan *plan, const struct mst_route_out *route,
                                     const struct mst_addr *addr)
{
	const struct mst_targets *excluded = plan->config->probing.excluded;
	bool about_ports = plan->probing.about_ports;
	mst_uint128 ignored;
	uint8_t refused = about_ports ? MST_FILTERED : MST_UNREACHABLE;

	if (excluded && mst_targets_index(excluded, addr, &ignored))
		return (struct mst_preset){ true, MST_UNKNOWN, MST_EXCLUDED };
	switch (route ? route->path->kind : MST_PATH_NONE) {
	case MST_PATH_UNREACHABLE: return (struct mst_preset){ true, refused, MST_HOST_UNREACH };
	case MST_PATH_PROHIBITED: return (struct mst_preset){ true, refused, MST_ADMIN_PROHIBITED };
	case MST_PATH_BLACKHOLE:
	case MST_PATH_NONE: return (struct mst_preset){ true, refused, MST_NO_ROUTE };
	case MST_PATH_LOCAL:
		if (!about_ports)
			return (struct mst_preset){ true, MST_UP, MST_LOCAL };
		if (route->path->down)
			return (struct mst_preset){ true, MST_UNKNOWN, MST_NOT_SENT };
		break;
	case MST_PATH_UNICAST:
		if (mst_route_is_silent(route))
			return (struct mst_preset){ true, MST_UNKNOWN, MST_GATEWAY_SILENT };
		break;
	}
	return about_ports ? of_ports(plan, route, addr) : ask_it;
}
