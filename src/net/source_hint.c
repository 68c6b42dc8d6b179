/* SPDX-License-Identifier: BSD-2-Clause */
/* source_hint.c - see source_hint.h. */
#include "net/source_hint.h"

#include "net/ifaces.h"
#include "net/routes.h"

static bool has_gateway(struct mst_source_hint *hint, struct mst_rtnl *rtnl, int oif, const struct mst_addr *source,
                        const struct mst_addr *target)
{
	struct mst_route_question question = { .destination = target, .source = source, .oif = oif };
	struct mst_route route;

	if (mst_routes_ask(&route, rtnl, &question) < 0 || route.ifindex != oif || !route.gateway.family)
		return false;
	*hint = (struct mst_source_hint){ *source, route.gateway };
	return true;
}

bool mst_source_hint(struct mst_source_hint *hint, const char *interface, const struct mst_addr *target)
{
	struct mst_error ignored;
	struct mst_ifaces ifaces = { 0 };
	struct mst_rtnl *rtnl;
	const struct mst_iface *link;
	bool found = false;

	if (mst_rtnl_open(&rtnl, &ignored) < 0)
		return false;
	if (mst_ifaces_read(&ifaces, rtnl, &ignored) == 0 && (link = mst_ifaces_named(&ifaces, interface))) {
		for (size_t i = 0; i < ifaces.addr_count && !found; i++) {
			const struct mst_iface_addr *own = &ifaces.addrs[i];

			found = own->index == link->index && own->addr.family == target->family &&
			        !mst_addr_is_link_local(&own->addr) &&
			        has_gateway(hint, rtnl, link->index, &own->addr, target);
		}
	}
	mst_ifaces_free(&ifaces);
	mst_rtnl_close(rtnl);
	return found;
}
