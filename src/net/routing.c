/* SPDX-License-Identifier: BSD-2-Clause */
/* routing.c - describes paths and their first hops for muster/route.h. */
#include <muster/route.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/hop.h"
#include "target/set.h"

static const char *const kinds[] = {
#define KIND(constant, word, meaning) [constant] = word,
	MST_ROUTE_KINDS(KIND)
#undef KIND
};

const char *mst_route_kind_name(enum mst_route_kind kind)
{
	return (unsigned)kind < MST_ROUTE_KIND_COUNT ? kinds[kind] : "?";
}

static enum mst_route_kind kind_of(const struct mst_path *path)
{
	switch (path->kind) {
	case MST_PATH_UNICAST: return path->on_link ? MST_ROUTE_ON_LINK : MST_ROUTE_VIA;
	case MST_PATH_LOCAL: return MST_ROUTE_LOCAL;
	case MST_PATH_UNREACHABLE: return MST_ROUTE_UNREACHABLE;
	case MST_PATH_PROHIBITED: return MST_ROUTE_PROHIBIT;
	case MST_PATH_BLACKHOLE: return MST_ROUTE_BLACKHOLE;
	case MST_PATH_NONE: break;
	}
	return MST_ROUTE_NONE;
}

/* The number of targets on a path; its first and last address are targets. */
static mst_uint128 count_between(const struct mst_targets *targets, const struct mst_path *path)
{
	mst_uint128 first = 0, last = 0;

	mst_targets_index(targets, &path->first, &first);
	mst_targets_index(targets, &path->last, &last);
	return last - first + 1;
}

static enum mst_route_resolve resolve_of(uint8_t family)
{
	return family == MST_IPV6 ? MST_ROUTE_RESOLVE_ND : MST_ROUTE_RESOLVE_ARP;
}

static void fill_piece(struct mst_route_piece *piece, const struct mst_path *path, const struct mst_hop *hop,
                       const struct mst_targets *targets)
{
	*piece = (struct mst_route_piece){
		.first = path->first,
		.last = path->last,
		.targets = count_between(targets, path),
		.kind = kind_of(path),
	};
	if (path->kind > MST_PATH_LOCAL)
		return;
	memcpy(piece->interface, path->interface, sizeof piece->interface);
	piece->index = path->ifindex;
	piece->mtu = path->mtu;
	piece->source = path->source;
	piece->gateway = path->gateway;
	if (path->neighbours)
		piece->resolve = resolve_of(path->first.family);
	else if (hop->kind == MST_HOP_SILENT)
		piece->resolve = resolve_of(hop->next.family);
	piece->has_mac = hop->kind == MST_HOP_ETHERNET && path->gateway.family;
	if (piece->has_mac)
		memcpy(piece->mac, hop->ethernet, sizeof piece->mac);
}

/* Counts network and broadcast addresses; `addrs` and pieces are ascending. */
static void count_reserved(struct mst_routing *routing, struct mst_route_piece *pieces,
                           const struct mst_targets *targets, const struct mst_addr *addrs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mst_uint128 index;

		for (size_t p = 0; p < routing->count && mst_targets_index(targets, &addrs[i], &index); p++)
			pieces[p].reserved += mst_addr_compare(&pieces[p].first, &addrs[i]) <= 0 &&
			                      mst_addr_compare(&addrs[i], &pieces[p].last) <= 0;
	}
}

/* Allocates list and pieces together. */
static struct mst_routing *make(const struct mst_paths *paths, const struct mst_hop *hops,
                                const struct mst_targets *targets, const struct mst_addr *reserved,
                                size_t reserved_count)
{
	struct mst_routing *routing = calloc(1, sizeof *routing + paths->count * sizeof(struct mst_route_piece));
	struct mst_route_piece *pieces = (struct mst_route_piece *)(void *)(routing + 1);

	if (!routing)
		return NULL;
	for (size_t i = 0; i < paths->count; i++)
		fill_piece(&pieces[i], &paths->paths[i], &hops[i], targets);
	routing->pieces = pieces;
	routing->count = paths->count;
	count_reserved(routing, pieces, targets, reserved, reserved_count);
	return routing;
}

int mst_routing_find(struct mst_routing **routing, const struct mst_targets *targets,
                     const struct mst_route_config *config, struct mst_error *err)
{
	struct mst_paths paths = { 0 };
	struct mst_hop *hops = NULL;
	struct mst_addr *reserved = NULL;
	size_t reserved_count = 0;
	int code;

	*routing = NULL;
	code = mst_paths_find(&paths, targets, config->interface, config->source_ip, err);
	for (size_t i = 0; i < paths.count && config->no_arp; i++)
		paths.paths[i].neighbours = false;
	if (code == 0)
		code = mst_hops_find(&hops, &paths, MST_LINK_RESOLVED, err);
	if (code == 0)
		code = mst_paths_reserved(&reserved, &reserved_count, err);
	if (code == 0 && !(*routing = make(&paths, hops, targets, reserved, reserved_count)))
		code = mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
	free(reserved);
	free(hops);
	mst_paths_free(&paths);
	return code;
}

void mst_routing_free(struct mst_routing *routing)
{
	free(routing);
}
