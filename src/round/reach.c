/* SPDX-License-Identifier: BSD-2-Clause */
/* reach.c - see reach.h. */
#include "round/reach.h"

#include <string.h>

#include "net/path_watch.h"
#include "plan/paths.h"

/* The kernel routes what leaves by a raw socket. */
static bool is_raw(const struct mst_plan *plan)
{
	const char *engine = mst_plan_engine(plan);

	return engine && strcmp(engine, "raw") == 0 && !plan->common.given;
}

static bool keep_gateways(void *user)
{
	const struct mst_reach *reach = user;

	const struct mst_plan *plan = reach->shared->plan;

	return mst_paths_keep_gateways(&plan->paths, &plan->process);
}

void mst_reach_open(struct mst_reach *reach, struct mst_shared *shared, const struct mst_captures *captures)
{
	reach->shared = shared;
	reach->captures = captures;
	reach->watches = is_raw(shared->plan) && mst_paths_keep_gateways(&shared->plan->paths, &shared->plan->process);
}

void mst_reach_close(struct mst_reach *reach)
{
	mst_route_watch_close(&reach->routes);
}

/* The worst of the interfaces. */
static enum mst_link_state look_at_links(const struct mst_captures *captures, struct mst_error *why)
{
	enum mst_link_state worst = MST_LINK_UP;

	for (size_t i = 0; i < captures->count; i++) {
		struct mst_error error;
		enum mst_link_state state = mst_rx_look(captures->rx[i], &error);

		if (state > worst) {
			worst = state;
			*why = error;
		}
	}
	return worst;
}

static enum mst_routed is_routed(void *user)
{
	struct mst_reach *reach = user;
	const struct mst_plan *plan = reach->shared->plan;
	struct mst_paths_wanted wanted = mst_plan_paths_wanted(plan);

	if (reach->routes.shared)
		return mst_route_watch_look(&reach->routes, reach->now_ns);
	return mst_plan_paths_hold(&plan->paths, &wanted) ? MST_ROUTED : MST_ROUTED_ELSE;
}

/* Whether a lane waits for a route; `answer`: it goes on. */
static bool lane_waits(struct mst_shared *shared, bool answer)
{
	bool any = false;

	for (unsigned i = 0; i < shared->plan->egresses.lanes; i++) {
		_Atomic enum mst_route_wait *wait = &shared->published[i].route_wait;

		if (mst_load(wait, relaxed) != MST_ROUTE_WAIT_BEGUN) /* ROUTE */
			continue;
		any = true;
		if (answer)
			mst_store(wait, MST_ROUTE_WAIT_ANSWERED, relaxed); /* ROUTE */
	}
	return any;
}

static void follow(struct mst_reach *reach, const struct mst_outage_event *event)
{
	struct mst_shared *shared = reach->shared;

	mst_count(&reach->outages, event->begun);
	if (event->lossy) {
		mst_losses_note(&shared->losses, event->lossy_from_ns, event->lossy_until_ns);  /* LOSS */
		mst_losses_note(&shared->outages, event->lossy_from_ns, event->lossy_until_ns); /* LOSS */
	}
	if (event->code)
		mst_run_fail(shared->run, event->code, &event->error);
	if (event->routes_answered)
		lane_waits(shared, true);
	if (event->rerouted && reach->routes.shared)
		mst_route_watch_give_up(&reach->routes);
	if (event->changed && event->reachability == MST_REACHABLE)
		mst_route_watch_restore(shared);
	if (event->changed)
		mst_store(&shared->run->reachability, event->reachability, release); /* REACH */
}

bool mst_reach_look(struct mst_reach *reach, uint64_t now_ns)
{
	struct mst_error why;
	struct mst_outage_facts facts = { .now_ns = now_ns, .why = &why, .is_routed = is_routed };
	struct mst_outage_event event;

	if (mst_run_failed(reach->shared->run)) /* the run is over, which excuses what was in flight */
		return reach->outage.down;
	reach->now_ns = now_ns;
	facts.user = reach;
	facts.changed_ns = mst_route_watch_due(&reach->routes, now_ns);
	facts.keep_gateways = reach->watches ? keep_gateways : NULL;
	facts.links = look_at_links(reach->captures, &why);
	facts.lane_waits = lane_waits(reach->shared, false);
	event = mst_outage_look(&reach->outage, &facts);
	follow(reach, &event);
	return reach->outage.down;
}
