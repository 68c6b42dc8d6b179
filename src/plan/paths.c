/* SPDX-License-Identifier: BSD-2-Clause */
/* paths.c - see paths.h. */
#include "plan/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/path_find.h"
#include "net/source_hint.h"

#define HINT_TEXT (MST_ADDR_TEXT + 40)

/* " (--source-ip 10.0.0.1 has one)", where a policy rule by that source address has a route; else "". */
static const char *hint_of(char text[HINT_TEXT], const struct mst_scan_route *route, const struct mst_addr *target)
{
	char source[MST_ADDR_TEXT];
	struct mst_source_hint hint;

	text[0] = '\0';
	if (!route->interface || route->source_ip || !mst_source_hint(&hint, route->interface, target))
		return text;
	mst_addr_format(&hint.source, source);
	snprintf(text, HINT_TEXT, " (--source-ip %s has one)", source);
	return text;
}

/* A /0 without a default route is reported as one range, not as a million addresses. */
static int check_routes(const struct mst_paths *paths, const struct mst_scan_route *route, struct mst_error *err)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], hint[HINT_TEXT];

	for (size_t i = 0; i < paths->count; i++) {
		const struct mst_path *path = &paths->paths[i];

		if (path->kind != MST_PATH_NONE)
			continue;
		mst_addr_format(&path->first, first);
		mst_addr_format(&path->last, last);
		if (mst_addr_equal(&path->first, &path->last))
			return mst_fail(err, -ENETUNREACH,
			                "no route to %s%s: expected targets that this machine can reach", first,
			                hint_of(hint, route, &path->first));
		return mst_fail(err, -ENETUNREACH,
		                "no route to targets between %s and %s: expected targets that this machine can reach "
		                "(--exclude leaves the others out)",
		                first, last);
	}
	return 0;
}

/* If some targets can be asked, those without a route get verdicts like the others. */
static void accept_unrouted(struct mst_paths *paths)
{
	bool any = false;

	for (size_t i = 0; i < paths->count; i++)
		any |= paths->paths[i].kind <= MST_PATH_LOCAL;
	for (size_t i = 0; i < paths->count && any; i++) {
		if (paths->paths[i].kind == MST_PATH_NONE)
			paths->paths[i].kind = MST_PATH_BLACKHOLE;
	}
}

/* A gateway is on the link of its route, even if the routing table has no route to the gateway itself. */
static void put_on_link(struct mst_path *path)
{
	path->gateway = (struct mst_addr){ 0 };
	path->on_link = path->neighbours = path->kind == MST_PATH_UNICAST;
}

/* Neighbours are resolved on the link that any of their ports is asked through. */
static void keep_on_link(struct mst_paths *paths)
{
	size_t pieces = mst_paths_pieces(paths);

	for (size_t i = pieces; i < paths->count; i++) {
		if (paths->paths[i].neighbours && !paths->paths[i % pieces].neighbours)
			paths->paths[i % pieces] = paths->paths[i];
	}
	paths->count = pieces;
	paths->flows = 0;
}

/* The paths by the routing table of this moment. */
static int ask_kernel(struct mst_paths *paths, const struct mst_paths_wanted *wanted, struct mst_error *err)
{
	const struct mst_scan_route *route = wanted->route;
	struct mst_paths_choice choice = { route->interface,     route->source_ip, wanted->flows->of,
		                           wanted->flows->count, wanted->process,  wanted->stop };
	int code = mst_paths_find(paths, wanted->targets, &choice, err);

	mst_dead_hops_replace(wanted->dead, paths);
	if (code == 0 && route->unrouted)
		accept_unrouted(paths);
	for (size_t i = 0; i < paths->count && route->no_arp; i++)
		paths->paths[i].neighbours = false;
	for (size_t i = 0; i < paths->count && wanted->phase == MST_PHASE_GATEWAYS; i++)
		put_on_link(&paths->paths[i]);
	if (wanted->phase == MST_PHASE_RESOLVE && paths->flows > 1)
		keep_on_link(paths);
	return code;
}

/* A question has one lane, and targets on a link have lanes of their own. */
static int check_flows(const struct mst_paths *paths, const struct mst_flows *flows, struct mst_error *err)
{
	size_t pieces = mst_paths_pieces(paths);
	char text[MST_ADDR_TEXT];

	for (size_t i = pieces; i < paths->count && !flows->of_port; i++) {
		const struct mst_path *own = &paths->paths[i], *first = &paths->paths[i % pieces];

		if (own->kind > MST_PATH_LOCAL || own->neighbours == first->neighbours)
			continue;
		mst_addr_format(&own->first, text);
		return mst_fail(err, -EINVAL,
		                "policy rules send some probes to %s through a gateway and others on its link: "
		                "expected --probe with one kind, or --no-arp",
		                text);
	}
	return 0;
}

/* What IPsec decrypts in mode transport goes to sockets, and no capture sees it. */
static int check_encaps(const struct mst_paths *paths, struct mst_error *err)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT];

	for (size_t i = 0; i < paths->count; i++) {
		if (paths->paths[i].encap != MST_ENCAP_IPSEC_TRANSPORT)
			continue;
		mst_addr_format(&paths->paths[i].first, first);
		mst_addr_format(&paths->paths[i].last, last);
		return mst_fail(
			err, -EOPNOTSUPP,
			"an IPsec policy protects what is sent to %s-%s, in mode transport (ip xfrm policy): its "
			"decrypted answers cannot be captured; --exclude leaves these targets out, and muster "
			"ping reaches them",
			first, last);
	}
	return 0;
}

int mst_plan_paths_find(struct mst_paths *paths, const struct mst_paths_wanted *wanted, struct mst_error *err)
{
	int code = ask_kernel(paths, wanted, err);

	if (code == 0)
		code = check_flows(paths, wanted->flows, err);
	if (code == 0)
		code = check_encaps(paths, err);
	return code < 0 ? code : check_routes(paths, wanted->route, err);
}

int mst_paths_copy(struct mst_paths *paths, const struct mst_paths *other, struct mst_error *err)
{
	paths->count = 0;
	paths->paths = calloc(other->count + 1, sizeof *paths->paths);
	if (!paths->paths)
		return mst_fail(err, -ENOMEM, "no memory for the paths to the targets");
	memcpy(paths->paths, other->paths, other->count * sizeof *paths->paths);
	paths->count = other->count;
	return 0;
}

static bool is_same(const struct mst_path *a, const struct mst_path *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex && mst_addr_equal(&a->first, &b->first) &&
	       mst_addr_equal(&a->last, &b->last) && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->gateway, &b->gateway);
}

int mst_plan_paths_now(struct mst_paths *paths, const struct mst_paths_wanted *wanted)
{
	struct mst_error ignored;

	*paths = (struct mst_paths){ 0 };
	return ask_kernel(paths, wanted, &ignored);
}

bool mst_plan_paths_hold(const struct mst_paths *paths, const struct mst_paths_wanted *wanted)
{
	struct mst_paths now = { 0 };
	struct mst_error ignored;
	bool same = ask_kernel(&now, wanted, &ignored) == 0 && now.count == paths->count && now.flows == paths->flows;

	for (size_t i = 0; i < now.count && same; i++)
		same = is_same(&now.paths[i], &paths->paths[i]);
	mst_paths_free(&now);
	return same;
}

bool mst_paths_have_neighbours(const struct mst_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		if (paths->paths[i].neighbours)
			return true;
	}
	return false;
}
