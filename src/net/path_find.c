/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_find.c - see path_find.h.
 *
 *     cuts      |      |     |         |         |        from the dump: between two, one answer for all
 *     targets     ---     --------   -     - -            a walk along both sorted lists
 *     asked       *       *  *       *     *              the first target of each piece that has any
 *     paths       [========][====================]        adjacent pieces with equal answers are joined
 *
 * In a piece whose route has several next hops, the kernel hashes the addresses. There each target is asked for; of
 * many, samples are: the targets up to the next sample go where it goes.
 *
 * A question to the kernel takes about 7 µs, whatever the number of targets. A router with the full Internet table
 * has two million pieces; if targets lie in all of them, this takes a quarter of a minute.
 */
#include "net/path_find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/fail.h"
#include "net/next_hops.h"
#include "net/path_choice.h"
#include "net/path_join.h"
#include "net/path_query.h"
#include "net/selectors.h"
#include "target/set.h"

#define FIRST_ROOM 8
#define SAMPLES_MAX 1024 /* questions for an interval of targets that have several next hops */
#define SAMPLES_ALL 4096 /* in all; further intervals get one question each, as if there were one next hop */

struct search {
	struct mst_path_query query;
	struct mst_paths *paths;
	size_t room, spare_room;
	size_t samples; /* asked so far */
	const _Atomic bool *stop;
	bool rules_by_source;
	struct mst_routes routes;
};

/* ---- the list ---- */

static int grow(struct mst_path **paths, size_t count, size_t *room)
{
	size_t more = *room ? *room * 2 : FIRST_ROOM;
	struct mst_path *bigger;

	if (count < *room)
		return 0;
	bigger = reallocarray(*paths, more, sizeof *bigger);
	if (!bigger)
		return -ENOMEM;
	*paths = bigger;
	*room = more;
	return 0;
}

/* Adds [first, last] to the last path when that equals `path`, else as a new path. */
static int serve(struct search *search, const struct mst_path *path, const struct mst_addr *first,
                 const struct mst_addr *last)
{
	struct mst_paths *paths = search->paths;
	struct mst_path *end = paths->count ? &paths->paths[paths->count - 1] : NULL;

	if (!end || !mst_path_same(end, path) || end->first.family != first->family ||
	    end->first.scope != first->scope) {
		if (grow(&paths->paths, paths->count, &search->room) < 0)
			return -ENOMEM;
		end = &paths->paths[paths->count++];
		*end = *path;
		end->first = *first;
	}
	end->last = *last;
	return 0;
}

/* ---- equal-cost routes ---- */

/* Whether the spares of this number are these next hops, and send from the source address of `path`. */
static bool is_route(const struct mst_paths *paths, uint32_t number, const struct mst_next_hops *hops,
                     const struct mst_path *path)
{
	unsigned count = 0, alike = 0;

	for (size_t i = 0; i < paths->spare_count; i++) {
		const struct mst_path *spare = &paths->spares[i];

		if (spare->multipath != number)
			continue;
		for (unsigned h = 0; h < hops->count; h++)
			alike += spare->ifindex == hops->of[h].ifindex &&
			         mst_addr_equal(&spare->gateway, &hops->of[h].gateway);
		if (spare->ifindex == path->ifindex && mst_addr_equal(&spare->gateway, &path->gateway) &&
		    !mst_addr_equal(&spare->source, &path->source))
			return false;
		count++;
	}
	return alike == hops->count && count == hops->count;
}

/* A next hop that has no source address cannot stand in for another one. */
static int add_spare(struct search *search, const struct mst_next_hop *hop, const struct mst_addr *target,
                     uint32_t number)
{
	struct mst_path_query query = search->query;
	struct mst_paths *paths = search->paths;
	struct mst_error ignored;
	struct mst_path path;

	query.oif = hop->ifindex;
	if (mst_path_ask(&path, &query, target, &ignored) < 0 || path.kind != MST_PATH_UNICAST)
		return 0;
	mst_path_put_gateway(&path, &query, &hop->gateway);
	path.multipath = number;
	if (grow(&paths->spares, paths->spare_count, &search->spare_room) < 0)
		return -ENOMEM;
	paths->spares[paths->spare_count++] = path;
	return 0;
}

/* Only next hops on the interface that was chosen; a VRF has those of its ports. */
static void keep_interface(struct mst_next_hops *hops, const struct mst_ifaces *ifaces, int oif)
{
	bool any = !oif || mst_ifaces_vrf_of(ifaces, oif) == oif;
	unsigned kept = 0;

	for (unsigned i = 0; i < hops->count; i++) {
		if (any || hops->of[i].ifindex == oif)
			hops->of[kept++] = hops->of[i];
	}
	hops->count = kept;
}

/* How many next hops the route that the kernel names for this source has; NULL: for none yet. */
static unsigned ask_hops(struct mst_next_hops *hops, struct search *search, const struct mst_addr *target,
                         const struct mst_addr *source)
{
	struct mst_route_question question = mst_path_question(&search->query, target);

	if (source)
		question.source = source;
	if (mst_next_hops_ask(hops, search->query.rtnl, &question) < 0)
		return 0;
	keep_interface(hops, &search->query.ifaces, question.oif);
	return hops->count;
}

/* A connection has two routes, one for its source and one by it: targets may differ where either has next hops. */
static bool find_hops(struct mst_next_hops *hops, struct search *search, const struct mst_path *path,
                      const struct mst_addr *target)
{
	bool connects = mst_path_connects(&search->query), is_sent = path->kind == MST_PATH_UNICAST;

	return search->routes.multipath &&
	       ((connects && is_sent && ask_hops(hops, search, target, &path->source) > 1) ||
	        ((connects || is_sent) && ask_hops(hops, search, target, NULL) > 1));
}

/* The number of the equal-cost route of a target; 0: its route has one next hop. `path`: the kernel's answer. */
static int find_route(uint32_t *number, struct search *search, const struct mst_path *path,
                      const struct mst_addr *target)
{
	struct mst_paths *paths = search->paths;
	uint32_t last = paths->spare_count ? paths->spares[paths->spare_count - 1].multipath : 0;
	struct mst_next_hops hops;
	int code = 0;

	*number = 0;
	if (!find_hops(&hops, search, path, target))
		return 0;
	for (*number = 1; *number <= last; (*number)++) {
		if (is_route(paths, *number, &hops, path))
			return 0;
	}
	for (unsigned i = 0; i < hops.count && code == 0; i++)
		code = add_spare(search, &hops.of[i], target, *number);
	return code;
}

/* Of a connection, the second route may be another one than that with the next hops. */
static bool is_by(const struct mst_paths *paths, uint32_t number, const struct mst_path *path)
{
	for (size_t i = 0; i < paths->spare_count && path->kind == MST_PATH_UNICAST; i++) {
		const struct mst_path *spare = &paths->spares[i];

		if (spare->multipath == number && spare->ifindex == path->ifindex &&
		    mst_addr_equal(&spare->gateway, &path->gateway))
			return true;
	}
	return false;
}

/* Asks for each target of [from, to], or for samples of them. */
static int serve_each(struct search *search, const struct mst_addr *first, mst_uint128 to, uint32_t number,
                      struct mst_error *err)
{
	mst_uint128 at = mst_addr_number(first), step = (to - at) / SAMPLES_MAX + 1;
	struct mst_path path;

	if (search->samples >= SAMPLES_ALL)
		step = to - at + 1;
	for (;;) {
		mst_uint128 end = to - at < step ? to : at + step - 1;
		struct mst_addr here = mst_addr_of_number(at, first->family, first->scope);
		struct mst_addr until = mst_addr_of_number(end, first->family, first->scope);
		int code = mst_path_ask(&path, &search->query, &here, err);

		if (code < 0)
			return code;
		search->samples++;
		path.multipath = is_by(search->paths, number, &path) ? number : 0;
		if (serve(search, &path, &here, &until) < 0)
			return mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
		if (end == to)
			return 0;
		at = end + 1;
	}
}

/* ---- the walk ---- */

/* The piece of an address not below cuts[piece], in doubling steps: targets may lie far apart. */
static size_t piece_of(const struct mst_routes *routes, size_t piece, mst_uint128 addr)
{
	size_t step = 1;

	while (piece + step < routes->count && routes->cuts[piece + step] <= addr) {
		piece += step;
		step *= 2;
	}
	for (; step > 0; step /= 2)
		if (piece + step < routes->count && routes->cuts[piece + step] <= addr)
			piece += step;
	return piece;
}

static mst_uint128 piece_end(const struct mst_routes *routes, size_t piece)
{
	return piece + 1 < routes->count ? routes->cuts[piece + 1] - 1 : mst_addr_last_number((uint8_t)routes->family);
}

/* The position of the walk over the targets of one scope, in ascending order. */
struct walk {
	struct mst_path path;
	size_t piece, asked; /* SIZE_MAX: nothing yet */
	uint32_t scope, multipath;
};

static int ask_piece(struct search *search, struct walk *walk, const struct mst_addr *target, struct mst_error *err)
{
	bool stopped = search->stop && mst_load(search->stop, relaxed);
	int code = stopped ? -ECANCELED : mst_path_ask(&walk->path, &search->query, target, err);

	if (code < 0)
		return code;
	walk->asked = walk->piece;
	if (find_route(&walk->multipath, search, &walk->path, target) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
	return 0;
}

/* One interval of targets. */
static int walk_interval(struct search *search, struct walk *walk, const struct mst_addr *first,
                         const struct mst_addr *last, struct mst_error *err)
{
	mst_uint128 from = mst_addr_number(first), to = mst_addr_number(last), end;

	if (walk->scope != first->scope)
		*walk = (struct walk){ .asked = SIZE_MAX, .scope = first->scope };
	do {
		struct mst_addr here = mst_addr_of_number(from, first->family, first->scope), until;
		int code = mst_path_check_scope(&search->query, &here, err);

		walk->piece = piece_of(&search->routes, walk->piece, from);
		end = piece_end(&search->routes, walk->piece);
		if (walk->piece != walk->asked && code == 0)
			code = ask_piece(search, walk, &here, err);
		if (code < 0)
			return code;
		until = mst_addr_of_number(end < to ? end : to, first->family, first->scope);
		if (walk->multipath)
			code = serve_each(search, &here, end < to ? end : to, walk->multipath, err);
		else if (serve(search, &walk->path, &here, &until) < 0)
			code = mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
		if (code < 0)
			return code;
		from = end + 1;
	} while (end < to);
	return 0;
}

/* Targets of one IPsec policy are pieces of their own. */
static int cut_by_policies(struct search *search, enum mst_family family, struct mst_error *err)
{
	search->routes.family = family;
	if (!search->query.ipsec || mst_ipsec_cut(search->query.ipsec, &search->routes) == 0)
		return 0;
	return mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
}

/* The targets of one family. */
static int find_family(struct search *search, const struct mst_targets *targets, enum mst_family family,
                       const char *interface, struct mst_error *err)
{
	struct walk walk = { .asked = SIZE_MAX };
	struct mst_addr first, last;
	int code = 0;

	search->query.family = family;
	if (interface)
		code = mst_path_check_interface(&search->query, interface, err);
	if (code == 0 && search->query.source.family)
		code = mst_path_check_source(&search->query, err);
	if (code == 0)
		code = cut_by_policies(search, family, err);
	if (code == 0)
		code = mst_routes_read(&search->routes, search->query.rtnl, family, err);
	search->query.by_source = search->routes.by_source;
	search->query.source_matters = search->rules_by_source || search->routes.multipath;
	for (size_t i = 0; code == 0 && mst_targets_interval(targets, i, &first, &last); i++) {
		if (first.family == family)
			code = walk_interval(search, &walk, &first, &last, err);
	}
	mst_routes_free(&search->routes);
	return code;
}

/* The paths of one flow. */
static int find(struct search *search, const struct mst_targets *targets, const struct mst_paths_choice *choice,
                struct mst_error *err)
{
	struct mst_path_query *query = &search->query;
	const char *interface = choice->interface;
	int code;

	if (choice->source_ip && mst_addr_parse(&query->source, choice->source_ip) < 0)
		return mst_fail(err, -EINVAL, "--source-ip %s: expected an address of this machine", choice->source_ip);
	code = mst_rtnl_open(&query->rtnl, err);
	if (code == 0)
		code = mst_ifaces_read(&query->ifaces, query->rtnl, err);
	if (code == 0)
		code = mst_path_choose_interface(query, interface, err);
	if (code == 0 && mst_targets_have(targets, MST_IPV4))
		code = find_family(search, targets, MST_IPV4, interface, err);
	if (code == 0 && mst_targets_have(targets, MST_IPV6))
		code = find_family(search, targets, MST_IPV6, interface, err);
	mst_ifaces_free(&query->ifaces);
	mst_rtnl_close(query->rtnl);
	return code;
}

int mst_paths_find(struct mst_paths *paths, const struct mst_targets *targets, const struct mst_paths_choice *choice,
                   struct mst_error *err)
{
	static const struct mst_flow any;
	struct mst_paths lists[MST_FLOWS_MAX] = { { 0 } };
	unsigned flows = choice->flow_count ? choice->flow_count : 1;
	struct mst_ipsec ipsec = { 0 };
	struct mst_selectors rules;
	struct mst_error ignored;
	struct mst_process now;
	int code = mst_ipsec_read(&ipsec, err);

	*paths = (struct mst_paths){ 0 };
	if (!choice->process)
		mst_process_read(&now);
	/* More than are told apart by protocol or port: one may be by source, too. */
	if (mst_selectors_read(&rules, &ignored) < 0)
		rules.by_source = true;
	for (unsigned k = 0; k < flows && code == 0; k++) {
		struct search search = {
			.paths = &lists[k],
			.stop = choice->stop,
			.rules_by_source = rules.by_source,
			.query = {
				.flow = choice->flow_count ? choice->flows[k] : any,
				.process = choice->process ? choice->process : &now,
				.ipsec = ipsec.count ? &ipsec : NULL,
			},
		};

		code = find(&search, targets, choice, err);
	}
	if (code == 0 && mst_paths_join(paths, lists, flows) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for the routes to the targets");
	for (unsigned k = 0; k < flows; k++)
		mst_paths_free(&lists[k]);
	mst_ipsec_free(&ipsec);
	if (code < 0)
		mst_paths_free(paths);
	return code;
}
