/* SPDX-License-Identifier: BSD-2-Clause */
/* path_choice.c - see path_choice.h. */
#include "net/path_choice.h"

#include <errno.h>

#include "base/fail.h"

int mst_path_choose_interface(struct mst_path_query *query, const char *name, struct mst_error *err)
{
	char names[MST_ERROR_TEXT / 2];
	const struct mst_iface *link;

	if (!name)
		name = query->process->bound;
	if (!*name)
		return 0;
	link = mst_ifaces_named(&query->ifaces, name);
	if (!link)
		return mst_fail(err, -EINVAL, "no interface %s here; there are: %s", name,
		                mst_ifaces_names(&query->ifaces, names, sizeof names));
	if (!link->up)
		return mst_fail(err, -ENETDOWN, "interface %s is down (ip link set %s up)", name, name);
	query->oif = link->index;
	return 0;
}

/* Those of a VRF are mostly its ports'. */
static bool has_addr(const struct mst_path_query *query)
{
	const struct mst_ifaces *ifaces = &query->ifaces;

	if (mst_ifaces_vrf_of(ifaces, query->oif) != query->oif)
		return mst_ifaces_has_addr(ifaces, query->oif, (uint8_t)query->family);
	for (size_t i = 0; i < ifaces->link_count; i++) {
		int index = ifaces->links[i].index;

		if (mst_ifaces_vrf_of(ifaces, index) == query->oif &&
		    mst_ifaces_has_addr(ifaces, index, (uint8_t)query->family))
			return true;
	}
	return false;
}

int mst_path_check_interface(const struct mst_path_query *query, const char *name, struct mst_error *err)
{
	if (query->source.family || has_addr(query))
		return 0;
	return mst_fail(err, -EADDRNOTAVAIL, "interface %s has no %s address: say which source address to ask from",
	                name, mst_path_family_word(query->family));
}

/* Local addresses are more than those of the interfaces: 127.0.0.0/8, and local routes. Those of a VRF are in its
 * table. */
int mst_path_check_source(struct mst_path_query *query, struct mst_error *err)
{
	struct mst_route_question question = {
		.destination = &query->source,
		.oif = query->source.scope ? (int)query->source.scope : mst_ifaces_vrf_of(&query->ifaces, query->oif),
	};
	char addr[MST_ADDR_TEXT], names[MST_ERROR_TEXT / 2];
	const struct mst_iface_addr *own = mst_ifaces_find_addr(&query->ifaces, &query->source);
	bool right_family = query->source.family == query->family;
	struct mst_route route;

	mst_addr_format(&query->source, addr);
	if (own && !mst_iface_addr_is_usable(own))
		return mst_iface_addr_refuse(own, err);
	if (right_family && mst_routes_ask(&route, query->rtnl, &question) == 0 && route.type == RTN_LOCAL)
		return 0;
	query->foreign = right_family && query->oif && !has_addr(query);
	if (query->foreign)
		return 0;
	return mst_fail(err, -EINVAL, "source %s is no %s address of this machine; there are: %s", addr,
	                mst_path_family_word(query->family),
	                mst_ifaces_addresses(&query->ifaces, (uint8_t)query->family, names, sizeof names));
}

int mst_path_check_scope(const struct mst_path_query *query, const struct mst_addr *target, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT], names[MST_ERROR_TEXT / 2];

	mst_addr_format(target, addr);
	if (mst_addr_is_link_local(target) && target->scope == 0)
		return mst_fail(err, -EINVAL, "%s is link-local: expected its interface, as in %s%%eth0; there are: %s",
		                addr, addr, mst_ifaces_names(&query->ifaces, names, sizeof names));
	if (target->scope && query->oif && (int)target->scope != query->oif &&
	    mst_ifaces_vrf_of(&query->ifaces, (int)target->scope) != query->oif)
		return mst_fail(err, -EINVAL, "%s is on another interface than --interface names", addr);
	return 0;
}
