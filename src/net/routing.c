/* SPDX-License-Identifier: BSD-2-Clause */
/* routing.c - describes paths and their first hops for muster/route.h. */
#include <muster/route.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/encap.h"
#include "net/hop.h"
#include "net/path_find.h"
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
		.encapsulation = mst_encap_word(path->encap),
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
	piece->has_mac = (hop->kind == MST_HOP_ETHERNET || hop->doubtful) && path->gateway.family;
	if (piece->has_mac)
		memcpy(piece->mac, hop->ethernet, sizeof piece->mac);
}

/* How many next hops the route of a path has. */
static unsigned count_hops(const struct mst_paths *paths, const struct mst_path *path)
{
	unsigned count = 0;

	for (size_t i = 0; i < paths->spare_count && path->multipath; i++)
		count += paths->spares[i].multipath == path->multipath;
	return count ? count : 1;
}

/*
 * The piece that a path belongs to: with several next hops, all targets of a route that have the same one are one
 * piece. `pieces` when it begins a new one.
 */
static size_t piece_of(const struct mst_paths *paths, const size_t *piece_of_path, size_t path, size_t pieces)
{
	for (size_t i = path; paths->paths[path].multipath && i-- > 0;) {
		if (mst_path_same(&paths->paths[i], &paths->paths[path]))
			return piece_of_path[i];
	}
	return pieces;
}

static void fill(struct mst_routing *routing, struct mst_route_piece *pieces, size_t *piece_of_path,
                 const struct mst_paths *paths, const struct mst_hop *hops, const struct mst_targets *targets)
{
	for (size_t i = 0; i < paths->count; i++) {
		size_t at = piece_of(paths, piece_of_path, i, routing->count);

		piece_of_path[i] = at;
		if (at < routing->count) {
			pieces[at].last = paths->paths[i].last;
			pieces[at].targets += count_between(targets, &paths->paths[i]);
			continue;
		}
		fill_piece(&pieces[at], &paths->paths[i], &hops[i], targets);
		pieces[at].next_hops = count_hops(paths, &paths->paths[i]);
		routing->count++;
	}
}

/* Counts network and broadcast addresses. */
static void count_reserved(struct mst_route_piece *pieces, const size_t *piece_of_path, const struct mst_paths *paths,
                           const struct mst_targets *targets, const struct mst_addr *addrs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mst_uint128 index;
		const struct mst_path *path = mst_targets_index(targets, &addrs[i], &index)
		                                      ? mst_paths_for(paths, &addrs[i])
		                                      : NULL;

		if (path)
			pieces[piece_of_path[path - paths->paths]].reserved++;
	}
}

/* Allocates list and pieces together. */
static struct mst_routing *make(const struct mst_paths *paths, const struct mst_hop *hops,
                                const struct mst_targets *targets, const struct mst_addr *reserved,
                                size_t reserved_count)
{
	struct mst_routing *routing = calloc(1, sizeof *routing + paths->count * sizeof(struct mst_route_piece));
	struct mst_route_piece *pieces = (struct mst_route_piece *)(void *)(routing + 1);
	size_t *piece_of_path = calloc(paths->count + 1, sizeof *piece_of_path);

	if (!routing || !piece_of_path) {
		free(routing);
		free(piece_of_path);
		return NULL;
	}
	fill(routing, pieces, piece_of_path, paths, hops, targets);
	routing->pieces = pieces;
	count_reserved(pieces, piece_of_path, paths, targets, reserved, reserved_count);
	free(piece_of_path);
	return routing;
}

/* Rules and equal-cost routes may tell protocols apart: as an echo request goes. */
static const struct mst_flow echo = { .protocol = IPPROTO_ICMP, .protocol_ipv6 = IPPROTO_ICMPV6 };

int mst_routing_find(struct mst_routing **routing, const struct mst_targets *targets,
                     const struct mst_route_config *config, struct mst_error *err)
{
	struct mst_process process;
	struct mst_paths_choice choice = {
		.interface = config->interface,
		.source_ip = config->source_ip,
		.flows = &echo,
		.flow_count = 1,
		.process = &process,
	};
	struct mst_paths paths = { 0 };
	struct mst_hop *hops = NULL;
	struct mst_addr *reserved = NULL;
	size_t reserved_count = 0;
	int code;

	*routing = NULL;
	mst_process_read(&process);
	if (config->by_user)
		process.uid = config->user;
	code = mst_paths_find(&paths, targets, &choice, err);
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
