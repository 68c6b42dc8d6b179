/* SPDX-License-Identifier: BSD-2-Clause */
/* route_watch.c - see route_watch.h. */
#include "round/route_watch.h"

#include <stdlib.h>

#include "base/clock.h"
#include "net/path_diff.h"
#include "net/routes.h"
#include "plan/paths.h"

#define LOOK_AFTER_NS (20 * MST_NS_PER_MS) /* what replaces a route does it in two steps, often */
#define LOOK_SHARE 20 /* of the time, where tables are large: pauses are so many times as long as a look */

static const struct mst_paths *paths_of(const struct mst_route_watch *watch)
{
	return watch->followed.paths ? &watch->followed : &watch->shared->plan->paths;
}

void mst_route_watch_open(struct mst_route_watch *watch, struct mst_shared *shared, struct mst_hop_watch *hops,
                          struct mst_counts *counts)
{
	*watch = (struct mst_route_watch){
		.shared = hops->shared ? shared : NULL,
		.hops = hops,
		.counts = counts,
	};
}

void mst_route_watch_close(struct mst_route_watch *watch)
{
	mst_route_look_close(&watch->look);
	mst_paths_free(&watch->followed);
	mst_paths_free(&watch->latest);
}

/* ---- events ---- */

/* Whether targets have addresses of this prefix: tables of the world change all the time. */
static bool is_about_targets(const struct mst_route_watch *watch, const struct nlmsghdr *message)
{
	const struct rtmsg *info = mnl_nlmsg_get_payload(message);
	const struct mst_paths *paths = paths_of(watch);
	const struct nlattr *attrs[RTA_DST + 1];
	struct mst_addr dst = { 0 };
	mst_uint128 from, to;

	if (!mst_rtnl_attrs(message, sizeof *info, attrs, RTA_DST) || info->rtm_flags & RTM_F_CLONED)
		return false;
	dst.family = (uint8_t)mst_family_of_rtnl(info->rtm_family);
	if (attrs[RTA_DST] && !mst_rtnl_addr(attrs[RTA_DST], (enum mst_family)dst.family, &dst))
		return true;
	from = mst_addr_number(&dst);
	to = mst_addr_last_number(dst.family);
	to = from | (info->rtm_dst_len == 0 ? to : info->rtm_dst_len < 128 ? to >> info->rtm_dst_len : 0);
	for (size_t i = 0; i < paths->count; i++) {
		const struct mst_path *path = &paths->paths[i];

		if (path->first.family == dst.family && mst_addr_number(&path->first) <= to &&
		    mst_addr_number(&path->last) >= from)
			return true;
	}
	return false;
}

static bool matters(const struct mst_route_watch *watch, const struct nlmsghdr *message)
{
	switch (message->nlmsg_type) {
	case RTM_NEWROUTE:
	case RTM_DELROUTE: return is_about_targets(watch, message);
	case RTM_NEWRULE:
	case RTM_DELRULE:
	case RTM_NEWADDR:
	case RTM_DELADDR: return true;
	default: return false;
	}
}

void mst_route_watch_take(void *user, const struct nlmsghdr *message, uint64_t now_ns)
{
	struct mst_route_watch *watch = user;

	if (watch->shared && !watch->changed_ns && (!message || matters(watch, message)))
		watch->changed_ns = now_ns;
}

uint64_t mst_route_watch_due(const struct mst_route_watch *watch, uint64_t now_ns)
{
	bool due = watch->changed_ns && now_ns >= watch->next_ns && now_ns - watch->changed_ns >= LOOK_AFTER_NS;

	if (watch->look.running && watch->looking_ns)
		return watch->looking_ns;
	return due ? watch->changed_ns : 0;
}

/* ---- comparing ---- */

/* What two looks differ in, as far as the round can follow it. */
struct following {
	const struct mst_route_watch *watch;
	struct mst_addr *gateways; /* the new one of each hop; no family: it has not been seen */
	bool *stays;               /* some of its targets are routed as before */
	unsigned count;            /* of each */
	bool any;                  /* anything differs */
};

/* `number`: of the hop by which the targets of this change are probed. */
static int follow_hop(struct following *following, const struct mst_path_change *change, uint16_t number)
{
	bool none = mst_path_change_is_none(change);
	struct mst_addr *gateway;

	if (number >= following->count)
		return none ? 0 : -1;
	gateway = &following->gateways[number];
	following->stays[number] |= none;
	if (none)
		return gateway->family ? -1 : 0;
	if (!mst_path_change_is_gateway(change) || following->stays[number] ||
	    (gateway->family && !mst_addr_equal(gateway, &change->now->gateway)))
		return -1;
	*gateway = change->now->gateway;
	return 0;
}

/* Routes that became equal since the plan was made are one path now: it has a hop for each path of the plan. */
static int follow_change(void *user, const struct mst_path_change *change)
{
	struct following *following = user;
	const struct mst_shared *shared = following->watch->shared;
	const struct mst_paths *planned = &shared->plan->paths;
	const struct mst_path *path = mst_paths_for(planned, &change->first);
	const struct mst_path *end = planned->paths + mst_paths_pieces(planned);
	int code = 0;

	following->any |= !mst_path_change_is_none(change);
	if (!path)
		return follow_hop(following, change, MST_NOT_WATCHED);
	for (; path < end && mst_addr_compare(&path->first, &change->last) <= 0 && code == 0; path++)
		code = follow_hop(following, change,
		                  shared->hops.count ? shared->hops.of_route[path - planned->paths] : MST_NOT_WATCHED);
	return code;
}

/* All differences are gateways that are other ones: goes by those. `now` is taken. */
static void follow(struct mst_route_watch *watch, const struct following *following, struct mst_paths *now)
{
	for (unsigned i = 0; i < watch->shared->hops.count; i++) {
		if (following->gateways[i].family)
			mst_hop_watch_redirect(watch->hops, i, &following->gateways[i]);
	}
	mst_count(&watch->counts->route_changes, 1);
	mst_paths_free(&watch->followed);
	watch->followed = *now;
	*now = (struct mst_paths){ 0 };
}

/* Whether what a look found is what the round goes by, or can go by; then `now` is taken. */
static bool compare(struct mst_route_watch *watch, int code, struct mst_paths *now)
{
	unsigned hops = watch->shared->hops.count;
	struct following following = {
		.watch = watch,
		.gateways = calloc(hops + 1, sizeof *following.gateways),
		.stays = calloc(hops + 1, sizeof *following.stays),
		.count = hops,
	};
	bool holds = code == 0 && following.gateways && following.stays &&
	             mst_paths_compare(paths_of(watch), now, follow_change, &following) == 0;

	if (holds && following.any && watch->shared->plan->paths.flows > 1)
		holds = false;
	else if (holds && following.any)
		follow(watch, &following, now);
	free(following.gateways);
	free(following.stays);
	return holds;
}

enum mst_routed mst_route_watch_look(struct mst_route_watch *watch, uint64_t now_ns)
{
	struct mst_paths now = { 0 };
	bool holds;
	int code;

	if (!watch->look.running) {
		watch->looking_ns = watch->changed_ns;
		watch->changed_ns = 0; /* events from now on want another look */
		watch->look_ns = now_ns;
		mst_route_look_start(&watch->look, watch->shared->plan);
	}
	if (!mst_route_look_take(&watch->look, &code, &now))
		return MST_ROUTED_LATER;
	watch->next_ns = now_ns + (mst_now_ns() - watch->look_ns) * LOOK_SHARE;
	holds = compare(watch, code, &now);
	mst_paths_free(&watch->latest);
	watch->failed = code < 0;
	watch->latest = now;
	return holds ? MST_ROUTED : MST_ROUTED_ELSE;
}

/* ---- giving up ---- */

struct gathering {
	struct mst_detours *detours;
	struct mst_path_change first; /* of them */
	struct mst_path now;
};

static int gather(void *user, const struct mst_path_change *change)
{
	struct gathering *gathering = user;

	if (mst_path_change_is_none(change))
		return 0;
	if (!gathering->detours->count) {
		gathering->first = *change;
		gathering->now = *change->now;
	}
	return mst_detours_add(gathering->detours, &change->first, &change->last);
}

/* "no route", "through eth1", "through gateway 10.0.0.2 on eth0". */
static void describe(char *text, size_t size, const struct mst_path *path)
{
	char addr[MST_ADDR_TEXT], source[MST_ADDR_TEXT];

	mst_addr_format(&path->source, source);
	mst_addr_format(&path->gateway, addr);
	if (path->kind == MST_PATH_LOCAL)
		snprintf(text, size, "an address of this machine");
	else if (path->kind != MST_PATH_UNICAST)
		snprintf(text, size, "no route");
	else if (path->gateway.family)
		snprintf(text, size, "through gateway %s on %s from %s", addr, path->interface, source);
	else
		snprintf(text, size, "through %s from %s", path->interface, source);
}

static void report(const struct mst_route_watch *watch, const struct gathering *gathering)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], now[200];

	if (gathering->detours->all) {
		mst_run_note(watch->shared->run,
		             "the routes to the targets changed, and did not come back in time: targets without an "
		             "answer are unknown, reason route-changed");
		return;
	}
	mst_addr_format(&gathering->first.first, first);
	mst_addr_format(&gathering->first.last, last);
	describe(now, sizeof now, &gathering->now);
	mst_run_note(watch->shared->run,
	             "the route to %s-%s%s changed (now: %s), and did not come back in time: targets without an answer "
	             "are unknown, reason route-changed",
	             first, last, gathering->detours->count > 1 ? " and others" : "", now);
}

static void publish(struct mst_shared *shared, struct mst_detours *detours)
{
	mst_detours_publish(&shared->detours, detours, shared->published, shared->plan->egresses.lanes); /* ROUTES */
}

void mst_route_watch_give_up(struct mst_route_watch *watch)
{
	struct mst_detour_lists *lists = &watch->shared->detours;
	struct gathering gathering = { .detours = calloc(1, sizeof *gathering.detours) };

	if (!gathering.detours)
		return;
	if (watch->failed || mst_paths_compare(paths_of(watch), &watch->latest, gather, &gathering) < 0)
		gathering.detours->all = true;
	mst_detours_seal(gathering.detours);
	/* Nothing differs, or nothing else than before. */
	if ((!gathering.detours->all && !gathering.detours->count) ||
	    mst_detours_same(gathering.detours, mst_load(&lists->now, relaxed))) {
		mst_detours_free(gathering.detours);
		return;
	}
	mst_count(&watch->counts->route_changes, 1);
	report(watch, &gathering);
	publish(watch->shared, gathering.detours);
}

void mst_route_watch_restore(struct mst_shared *shared)
{
	publish(shared, NULL);
}
