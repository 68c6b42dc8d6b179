/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * senders.c - see senders.h.
 *
 * Targets on links are asked by frames that only a packet socket can send. Other egresses use the engine that the
 * config names, or the fastest that works there.
 */
#include "scan/senders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/spare.h"
#include "plan/placement.h"

/* The hops of one egress. */
static size_t hops_of(struct mst_hop *hops, const struct mst_plan *plan, const struct mst_egress *egress)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_route_out *route = &plan->routes[i];

		if (route->path->kind <= MST_PATH_LOCAL && route->egress == egress && !mst_route_is_silent(route))
			hops[count++] = route->hop;
	}
	return count;
}

static bool same_hop(const struct mst_hop *one, const struct mst_hop *other)
{
	return one->kind == other->kind && one->ifindex == other->ifindex && one->family == other->family &&
	       memcmp(one->ethernet, other->ethernet, sizeof one->ethernet) == 0;
}

/* Whether egresses of two plans have the very same hops. */
static bool same_hops(const struct mst_plan *one, const struct mst_egress *egress, const struct mst_plan *other,
                      const struct mst_egress *other_egress)
{
	struct mst_hop *hops = calloc(one->paths.count + other->paths.count + 1, sizeof *hops);
	size_t count, other_count;
	bool same = false;

	if (hops) {
		count = hops_of(hops, one, egress);
		other_count = hops_of(hops + count, other, other_egress);
		same = count == other_count;
		for (size_t i = 0; i < count && same; i++)
			same = same_hop(&hops[i], &hops[count + i]);
	}
	free(hops);
	return same && egress->kind == other_egress->kind && !one->probing.payloads == !other->probing.payloads;
}

/* Uses engines of the earlier round for one egress, if they fit. */
static bool borrow(struct mst_senders *senders, const struct mst_egress *egress, const struct mst_senders *before)
{
	for (unsigned i = 0; before && i < before->plan->egresses.count; i++) {
		const struct mst_egress *other = &before->plan->egresses.of[i];

		if (!same_hops(senders->plan, egress, before->plan, other))
			continue;
		for (unsigned lane = 0; lane < egress->lanes; lane++) {
			senders->tx[egress->first_lane + lane] = before->tx[other->first_lane + lane];
			senders->other[egress->first_lane + lane] = before->other[other->first_lane + lane];
		}
		return true;
	}
	return false;
}

/*
 * The name of the interface that all paths use, when --interface names one (there it may be an index or address). NULL:
 * they use several, which are the ports of a VRF.
 */
static const char *interface_of(const struct mst_plan *plan)
{
	const struct mst_path *found = NULL;

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (path->kind != MST_PATH_UNICAST)
			continue;
		if (found && found->ifindex != path->ifindex)
			return NULL;
		found = path;
	}
	return found ? found->interface : NULL;
}

/* Another engine than the config names is for Ethernet devices only. */
static const char *engine_for(const struct mst_plan *plan, const struct mst_egress *egress,
                              const struct mst_tx_config *config)
{
	const char *named = plan->config->engines.tx, *engine = mst_plan_engine(plan);
	struct mst_error ignored;

	if (egress->kind == MST_EGRESS_ON_LINK)
		return "packet";
	return engine != named && mst_tx_check_ethernet(config, &ignored) < 0 ? named : engine;
}

/* The kernel routes raw packets without their ports; only where there is no next hop to choose does that not matter. */
static int check_raw(const struct mst_plan *plan, const char *engine, const struct mst_tx_config *config,
                     struct mst_error *err)
{
	if (!engine || strcmp(engine, "raw") != 0 || (!plan->flows.by_port && !plan->flows.by_user))
		return 0;
	for (size_t i = 0; i < config->hop_count; i++) {
		if (config->hops[i].kind != MST_HOP_NO_HEADER && config->hops[i].kind != MST_HOP_NONE)
			return mst_fail(err, -EINVAL, "--engine raw: %s: expected another engine, such as packet",
			                plan->flows.by_port
			                        ? "the kernel does not see the ports of raw packets, and a policy "
			                          "rule chooses by port"
			                        : "raw sockets are of a user without rights, and a policy rule "
			                          "chooses by user (uidrange)");
	}
	return 0;
}

/*
 * The kernel sends wherever it has a route, so raw sockets take the place of an engine whose frames do not leave. Not
 * where the kernel would send otherwise than planned.
 */
static bool may_be_raw(const struct mst_plan *plan, const struct mst_egress *egress, const struct mst_tx *opened)
{
	const struct mst_scan_route *route = &plan->config->route;

	return egress->kind == MST_EGRESS_ROUTED && opened->engine != &mst_tx_raw && !opened->engine->by_sockets &&
	       !route->gateway_mac && !route->no_arp && !plan->flows.by_port && !plan->flows.by_user &&
	       plan->paths.spare_count == 0;
}

static bool has_ethernet(const struct mst_tx_config *config)
{
	bool has = false;

	for (size_t i = 0; i < config->hop_count; i++)
		has |= config->hops[i].kind == MST_HOP_ETHERNET;
	return has;
}

/* Raw sockets again, where answers may have to be heard by other means. */
static void open_other(struct mst_tx **other, const struct mst_plan *plan, const struct mst_egress *egress,
                       struct mst_tx *const *opened, const struct mst_tx_config *config)
{
	struct mst_spares spares = { .count = 0 };
	struct mst_error ignored, why;

	if (may_be_raw(plan, egress, opened[0]) &&
	    (mst_spares_take(&spares, &ignored) < 0 || mst_tx_open(other, "raw", config, &why, &ignored) < 0))
		memset(other, 0, config->lanes * sizeof *other);
	mst_spares_release(&spares);
	if (egress->kind == MST_EGRESS_ROUTED && opened[0]->engine == &mst_tx_raw && has_ethernet(config))
		memcpy(other, opened, config->lanes * sizeof *other);
}

/* The route is named, with the reason, before the engine refuses its interface. */
static int check_encaps(const struct mst_plan *plan, const struct mst_egress *egress, const char *engine,
                        struct mst_error *err)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT];

	if (!engine || strcmp(engine, "auto") == 0 || strcmp(engine, "raw") == 0 || strcmp(engine, "connect") == 0)
		return 0;
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (path->kind != MST_PATH_UNICAST || !path->encap || plan->routes[i].egress != egress)
			continue;
		mst_addr_format(&path->first, first);
		mst_addr_format(&path->last, last);
		return mst_fail(err, -EINVAL, "--engine %s: on the way to %s-%s through %s, %s", engine, first, last,
		                path->interface, mst_encap_objection(path->encap));
	}
	return 0;
}

/* What the engines of a plan have in common; `hops` has room for those of every path. */
static struct mst_tx_config config_of(const struct mst_plan *plan, const struct mst_egress *egress,
                                      struct mst_hop *hops)
{
	return (struct mst_tx_config){
		.interface = plan->config->route.interface ? interface_of(plan) : NULL,
		.hops = hops,
		.hop_count = hops_of(hops, plan, egress),
		.from_source = plan->config->route.source_ip,
	};
}

/* What the engines of an egress are opened with. */
struct request {
	const char *engine;
	struct mst_tx_config config;
	struct mst_hop *hops;
	cpu_set_t sets[MST_LANES_MAX];
};

static int prepare(struct request *request, const struct mst_plan *plan, const struct mst_egress *egress,
                   const struct mst_sender_pool *pool, struct mst_error *err)
{
	int code;

	request->hops = calloc(plan->paths.count + 1, sizeof *request->hops);
	if (!request->hops)
		return mst_fail(err, -ENOMEM, "no memory for hops");
	request->config = config_of(plan, egress, request->hops);
	request->config.lanes = egress->lanes;
	request->config.cpus = plan->cpus.count ? request->sets : NULL;
	request->config.tails = plan->probing.payloads && egress->kind != MST_EGRESS_ON_LINK;
	request->config.sockets = pool->sockets;
	for (unsigned i = 0; i < egress->lanes; i++)
		mst_placement_of(&request->sets[i], &plan->cpus, MST_ROLE_LANE, egress->first_lane + i,
		                 plan->egresses.lanes);
	request->engine = engine_for(plan, egress, &request->config);
	code = check_raw(plan, request->engine, &request->config, err);
	return code < 0 ? code : check_encaps(plan, egress, request->engine, err);
}

static int open_egress(struct mst_senders *senders, const struct mst_egress *egress, struct mst_sender_pool *pool,
                       struct mst_error *err)
{
	const struct mst_plan *plan = senders->plan;
	struct mst_tx *opened[MST_LANES_MAX] = { 0 }, *other[MST_LANES_MAX] = { 0 };
	struct mst_error why = { "" };
	struct request request;
	int code = prepare(&request, plan, egress, pool, err);

	request.config.early = pool->early_egress == egress ? &pool->early : NULL;
	if (code == 0)
		code = mst_tx_open(opened, request.engine, &request.config, &why, err);
	if (code == 0)
		open_other(other, plan, egress, opened, &request.config);
	free(request.hops);
	if (code == 0 && *why.text && egress->kind != MST_EGRESS_ON_LINK)
		pool->why = why;
	for (unsigned i = 0; i < egress->lanes && code == 0; i++) {
		senders->other[egress->first_lane + i] = pool->other[pool->count] = other[i];
		senders->tx[egress->first_lane + i] = pool->tx[pool->count++] = opened[i];
	}
	return code;
}

/* Of the first plan that has any: a later one uses the same again. */
static const struct mst_plan *first_routed(const struct mst_plan *plans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (plans[i].egresses.count > plans[i].egresses.on_link_count)
			return &plans[i];
	}
	return NULL;
}

void mst_senders_begin(struct mst_sender_pool *pool, const struct mst_plan *plans, size_t count)
{
	const struct mst_plan *plan = first_routed(plans, count);
	struct mst_error ignored;
	struct request request;

	if (!plan || pool->sockets)
		return;
	pool->early_egress = &plan->egresses.of[plan->egresses.on_link_count];
	if (prepare(&request, plan, pool->early_egress, pool, &ignored) == 0)
		mst_tx_begin(&pool->early, request.engine, &request.config);
	free(request.hops);
}

int mst_senders_open_one(struct mst_tx **tx, const struct mst_plan *plan, const struct mst_egress *egress,
                         struct mst_error *err)
{
	const char *named = plan->config->engines.tx;
	bool is_raw = egress->kind == MST_EGRESS_ROUTED && named && strcmp(named, "raw") == 0;
	struct mst_hop *hops = calloc(plan->paths.count + 1, sizeof *hops);
	struct mst_error why = { "" };
	struct mst_tx_config config;
	int code;

	if (!hops)
		return mst_fail(err, -ENOMEM, "no memory for hops");
	config = config_of(plan, egress, hops);
	config.lanes = 1;
	config.tails = true;
	code = is_raw ? -EINVAL : mst_tx_open(tx, "packet", &config, &why, err);
	if (code < 0 && egress->kind == MST_EGRESS_ROUTED)
		code = mst_tx_open(tx, "raw", &config, &why, err);
	free(hops);
	return code;
}

int mst_senders_open(struct mst_senders *senders, const struct mst_plan *plan, const struct mst_senders *before,
                     struct mst_sender_pool *pool, struct mst_error *err)
{
	int code = 0;

	*senders = (struct mst_senders){ .plan = plan };
	for (unsigned i = 0; i < plan->egresses.count && code == 0; i++) {
		if (!borrow(senders, &plan->egresses.of[i], before))
			code = open_egress(senders, &plan->egresses.of[i], pool, err);
	}
	return code;
}

static void *close_one(void *tx)
{
	(void)mst_tx_close(tx, NULL);
	return NULL;
}

static void *leave_one(void *argument)
{
	struct mst_tx *tx = argument;

	tx->engine->leave(tx);
	return NULL;
}

void mst_sender_pool_leave(struct mst_sender_pool *pool)
{
	for (size_t i = 0; i < pool->count; i++) {
		if (pool->tx[i] && pool->tx[i]->engine->leave)
			mst_beside_begin(&pool->leaving[i], leave_one, pool->tx[i]);
	}
}

void mst_sender_pool_begin_close(struct mst_sender_pool *pool)
{
	for (size_t i = 0; i < pool->count; i++) {
		mst_beside_end(&pool->leaving[i]);
		if (!pool->tx[i] || !pool->tx[i]->engine->apart)
			continue;
		mst_beside_begin(&pool->closing[i], close_one, pool->tx[i]);
		pool->tx[i] = NULL;
	}
}

void mst_sender_pool_close(struct mst_sender_pool *pool)
{
	mst_tx_abandon(&pool->early);
	mst_sender_pool_begin_close(pool);
	for (size_t i = 0; i < pool->count; i++) {
		mst_beside_end(&pool->closing[i]);
		if (pool->other[i] != pool->tx[i])
			mst_tx_close(pool->other[i], NULL);
		mst_tx_close(pool->tx[i], NULL);
	}
	pool->count = 0;
}
