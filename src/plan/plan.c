/* SPDX-License-Identifier: BSD-2-Clause */
/* plan.c - see plan.h. */
#include "plan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/conntrack.h"
#include "plan/config.h"
#include "plan/lanes.h"
#include "plan/on_link.h"
#include "plan/paths.h"
#include "target/set.h"

#define FEW_QUESTIONS 64 /* so few verdicts the user can check one by one */

static int choose_cpus(struct mst_plan *plan, struct mst_error *err)
{
	cpu_set_t allowed;

	if (!plan->config->threads.cpus)
		return 0;
	mst_cpus_allowed(&allowed);
	return mst_cpus_read(&plan->cpus, plan->config->threads.cpus, &allowed, err);
}

static const struct mst_probe_kind *kind_of(const struct mst_plan *plan, const struct mst_route_out *route,
                                            unsigned probe)
{
	if (!route->solicits)
		return plan->probing.probes[probe].kind;
	return route->path->first.family == MST_IPV6 ? &mst_probe_nd : &mst_probe_arp;
}

static int make_routes(struct mst_plan *plan, struct mst_error *err)
{
	unsigned each = plan->probing.count + 1;

	plan->routes = calloc(plan->paths.count + 1, sizeof *plan->routes);
	plan->templates = calloc(plan->paths.count * each + 1, sizeof *plan->templates);
	if (!plan->routes || !plan->templates)
		return mst_fail(err, -ENOMEM, "no memory for the paths to the targets");
	for (size_t i = 0; i < plan->paths.count; i++) {
		struct mst_template *templates = &plan->templates[i * each];
		struct mst_route_out *route = &plan->routes[i];

		route->path = &plan->paths.paths[i];
		route->egress = &plan->egresses.of[plan->egresses.of_path[i]];
		route->solicits = route->path->neighbours && !plan->probing.about_ports;
		route->templates = templates;
		for (unsigned p = 0; p < mst_plan_probes(plan, route, 2) && route->path->source.family; p++)
			kind_of(plan, route, p)->prepare(&templates[p], &plan->setup, &route->path->source);
	}
	return 0;
}

/*
 * Whether unused addresses behind gateways and unused ports are asked. Not for UDP: silence of an unused UDP port
 * proves nothing, and hosts send few ICMP errors.
 */
static bool wants_unused_beyond(const struct mst_plan *plan)
{
	return plan->probing.about != MST_ABOUT_UDP &&
	       (plan->config->probing.detect_proxies == MST_DETECT_ON || mst_plan_questions(plan) > FEW_QUESTIONS);
}

/* On a link they are asked only when a machine with several addresses is found. */
static bool wants_unused(const struct mst_plan *plan)
{
	if (plan->phase != MST_PHASE_ASKED || plan->config->probing.detect_proxies == MST_DETECT_OFF)
		return false;
	return plan->egresses.on_link_count > 0 || wants_unused_beyond(plan);
}

static int choose_unused(struct mst_plan *plan, struct mst_error *err)
{
	const struct mst_unused_facts facts = {
		.route = &plan->config->route,
		.given = plan->config->probing.targets,
		.excluded = plan->config->probing.excluded,
		.targets = plan->targets.set,
		.paths = &plan->paths,
		.egresses = &plan->egresses,
		.key = &plan->setup.key,
		.routed = wants_unused_beyond(plan),
	};

	if (!plan->unused.wanted)
		return 0;
	if (plan->common.given)
		return mst_unused_copy(&plan->unused, &plan->common.given->unused, err);
	if (!plan->probing.about_ports)
		return mst_unused_addrs_choose(&plan->unused, &facts, err);
	plan->unused = mst_unused_ports_choose(plan->config->probing.ports, &plan->setup.key);
	return 0;
}

/* Whether every egress leads to attached or private networks. */
static bool is_near(const struct mst_egresses *egresses)
{
	for (unsigned i = 0; i < egresses->count; i++) {
		if (!egresses->of[i].near)
			return false;
	}
	return true;
}

/* Where the config leaves it open: how many lanes each egress may come to have. */
static unsigned lanes_wanted(const struct mst_plan *plan, uint64_t questions)
{
	const struct mst_lanes_facts facts = {
		.questions = questions,
		.cap_pps = plan->pacing.cap_pps,
		.cpus = plan->cpus.count ? plan->cpus.count : mst_cpus_count(),
		.listed = plan->cpus.count > 0,
		.one_suffices = plan->probing.about == MST_ABOUT_UDP || plan->by_sockets,
	};

	return mst_lanes_at_most(&facts);
}

static void choose_limits(struct mst_plan *plan)
{
	double hosts = (double)mst_targets_count(plan->targets.set);
	double udp_hosts = plan->probing.about == MST_ABOUT_UDP ? mst_pacing_udp_hosts(hosts, plan->space.port_count)
	                                                        : 0;
	struct mst_demand demand = {
		.questions = mst_plan_questions(plan),
		.frames = plan->probing.first_count,
		.on_link = plan->egresses.on_link_count > 0,
	};

	plan->patience = mst_patience_choose(&plan->config->retry, is_near(&plan->egresses),
	                                     hosts <= 1 && plan->probing.about_ports);
	plan->pacing = mst_pacing_choose(&plan->config->rate, &plan->egresses, udp_hosts);
	if (plan->by_sockets) {
		if (plan->probing.about != MST_ABOUT_UDP)
			mst_patience_by_sockets(&plan->patience);
		mst_pacing_by_sockets(&plan->pacing, mst_conntrack_room(), demand.questions);
	}
	/* Attempts that hosts were not allowed to answer are replaced. */
	if (plan->pacing.error_hosts)
		plan->probing.attempts_at_most = MST_ATTEMPTS_MAX;
	if (plan->config->threads.lanes == MST_LANES_AUTO)
		mst_egresses_add_lanes(&plan->egresses, lanes_wanted(plan, demand.questions));
	demand.lanes = plan->egresses.lanes;
	demand.lanes_each = plan->egresses.of[0].lanes;
	demand.references = plan->pacing.adaptive;
	demand.unused = plan->unused.wanted = wants_unused(plan);
	plan->capacity = plan->common.given ? plan->common.given->capacity
	                                    : mst_capacity_choose(&demand, &plan->pacing, &plan->patience);
}

static void choose_setup(struct mst_plan *plan)
{
	struct mst_source_ports ports = plan->common.given ? plan->common.given->source_ports
	                                                   : mst_source_ports_choose(&plan->config->header);

	plan->setup = (struct mst_probe_setup){
		.key = plan->common.key,
		.slot_bits = mst_slot_bits(&plan->capacity),
		.source_port_first = ports.first,
		.source_ports = ports.count,
		.ttl = plan->config->header.ttl,
		.syn_options = plan->config->header.syn_options,
		.payloads = plan->probing.payloads,
	};
}

struct mst_paths_wanted mst_plan_paths_wanted(const struct mst_plan *plan)
{
	return (struct mst_paths_wanted){
		.route = &plan->config->route,
		.targets = plan->targets.set,
		.flows = &plan->flows,
		.dead = plan->common.dead,
		.process = &plan->process,
		.phase = plan->phase,
	};
}

static int ask_paths(struct mst_plan *plan, struct mst_error *err)
{
	int code = mst_flows_choose(&plan->flows, plan->config, &plan->probing, plan->phase, err);
	struct mst_paths_wanted wanted = mst_plan_paths_wanted(plan);

	return code < 0 ? code : mst_plan_paths_find(&plan->paths, &wanted, err);
}

static int find_paths(struct mst_plan *plan, struct mst_error *err)
{
	if (plan->common.given)
		return mst_paths_copy(&plan->paths, &plan->common.given->paths, err);
	return ask_paths(plan, err);
}

static int choose_targets(struct mst_plan *plan, struct mst_error *err)
{
	const struct mst_given *given = plan->common.given;

	if (!given && plan->common.asked)
		return mst_plan_targets_resume(&plan->targets, plan->config->probing.targets, plan->common.asked, err);
	if (!given)
		return mst_plan_targets_choose(&plan->targets, plan->config->probing.targets,
		                               plan->config->order.shards > 1 || plan->config->order.until > 0,
		                               plan->phase, err);
	return mst_plan_targets_given(&plan->targets, plan->config->probing.targets, given->left_out, given->anycast,
	                              given->anycast_count, err);
}

/* What a record gives must fit what is chosen by it. */
static int check_given(const struct mst_plan *plan, struct mst_error *err)
{
	const struct mst_capacity *capacity = &plan->capacity;

	if (mst_slot_bits(capacity) > MST_CAPACITY_BITS_MAX)
		return mst_fail(err, -EINVAL, "the plan of the record names entries by %u bits: expected at most %u",
		                mst_slot_bits(capacity), MST_CAPACITY_BITS_MAX);
	if (plan->egresses.lanes > 1u << capacity->lane_bits)
		return mst_fail(err, -EINVAL, "the plan of the record has %u lanes: its tickets can name %u",
		                plan->egresses.lanes, 1u << capacity->lane_bits);
	for (size_t i = 0; i < plan->unused.addr_count; i++) {
		if (plan->unused.addrs[i].egress >= plan->egresses.count ||
		    plan->unused.addrs[i].path >= plan->paths.count)
			return mst_fail(
				err, -EINVAL,
				"the plan of the record has an unused address behind a next hop that is not there");
	}
	return 0;
}

/* Chooses the parts that need the targets. */
static int complete(struct mst_plan *plan, const struct mst_slice *slice, struct mst_error *err)
{
	const struct mst_scan_config *config = plan->config;
	const struct mst_ports *ports = plan->probing.about_ports ? config->probing.ports : NULL;
	int code = mst_order_seed_choose(&plan->seed, &config->order, err);

	plan->wide = mst_targets_have(plan->targets.set, MST_IPV6);
	if (code == 0)
		code = mst_space_init_pairs(&plan->space, plan->targets.set, ports, config->probing.endpoints, slice,
		                            plan->seed, err);
	if (code == 0)
		code = find_paths(plan, err);
	if (code == 0)
		code = mst_egresses_choose(&plan->egresses, config->threads.lanes ? config->threads.lanes : 1,
		                           &plan->paths, plan->targets.set, !ports, config->rate.pps == MST_RATE_AUTO,
		                           err);
	if (code < 0)
		return code;
	choose_limits(plan);
	choose_setup(plan);
	plan->expected = mst_plan_probing_expected(&plan->probing, plan->egresses.on_link_count > 0);
	code = choose_unused(plan, err);
	if (code == 0 && plan->common.given)
		code = check_given(plan, err);
	if (code == 0)
		code = make_routes(plan, err);
	if (code == 0 && plan->common.given)
		mst_plan_take_hops(plan, plan->common.given->hops);
	return code;
}

static int begin(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase,
                 const struct mst_common *common, struct mst_error *err)
{
	int code;

	*plan = (struct mst_plan){ .config = config, .phase = phase, .common = *common };
	plan->by_sockets = config->engines.tx && strcmp(config->engines.tx, "connect") == 0;
	if (!common->given) /* a replay may not ask the kernel */
		mst_process_read(&plan->process);
	if (config->route.by_user)
		plan->process.uid = config->route.user;
	code = mst_config_check(config, err);
	if (code == 0)
		code = choose_cpus(plan, err);
	return code < 0 ? code : mst_plan_probing_choose(&plan->probing, &config->probing, &config->retry, phase, err);
}

static const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };

int mst_plan_open(struct mst_plan *plan, const struct mst_scan_config *config, enum mst_phase phase,
                  const struct mst_common *common, struct mst_error *err)
{
	const struct mst_scan_order *order = &config->order;
	struct mst_slice slice = { order->sample, order->max_targets, order->shard,
		                   order->shards, order->from,        order->until };
	int code = begin(plan, config, phase, common, err);

	if (code == 0)
		code = choose_targets(plan, err);
	if (code == 0)
		code = complete(plan, phase == MST_PHASE_ASKED ? &slice : &everything, err);
	if (code < 0)
		mst_plan_close(plan);
	return code;
}

int mst_plan_open_resolving(struct mst_plan *plan, const struct mst_plan *ports, struct mst_error *err)
{
	int code = begin(plan, ports->config, MST_PHASE_RESOLVE, &ports->common, err);

	if (code == 0)
		code = mst_on_link_targets(&plan->targets.own, &ports->space, &ports->paths, err);
	plan->targets.set = plan->targets.own;
	if (code == 0 && plan->targets.own)
		code = complete(plan, &everything, err);
	if (code < 0 || !plan->targets.own)
		mst_plan_close(plan);
	return code;
}

void mst_plan_close(struct mst_plan *plan)
{
	mst_space_free(&plan->space);
	mst_flows_free(&plan->flows);
	mst_paths_free(&plan->paths);
	mst_plan_targets_free(&plan->targets);
	mst_plan_probing_free(&plan->probing);
	mst_unused_free(&plan->unused);
	mst_egresses_free(&plan->egresses);
	free(plan->routes);
	free(plan->templates);
	*plan = (struct mst_plan){ 0 };
}

const char *mst_plan_engine(const struct mst_plan *plan)
{
	const char *engine = plan->config->engines.tx;
	bool is_raw = engine && strcmp(engine, "raw") == 0;
	bool needs_frames = plan->flows.by_port || plan->flows.by_user || plan->paths.spare_count > 0;

	for (size_t i = 0; i < plan->paths.count && plan->routes && !needs_frames; i++)
		needs_frames = plan->routes[i].hop.asked && plan->routes[i].hop.kind == MST_HOP_ETHERNET;
	return is_raw && plan->config->engines.tx_may_differ && needs_frames ? "packet" : engine;
}

const struct mst_route_out *mst_plan_route_among(const struct mst_plan *plan, size_t piece, uint16_t port)
{
	size_t pieces = mst_paths_pieces(&plan->paths);

	if (plan->flows.of_port)
		return &plan->routes[plan->flows.of_port[port] * pieces + piece];
	for (size_t i = piece; i < plan->paths.count; i += pieces) {
		if (plan->paths.paths[i].kind <= MST_PATH_LOCAL)
			return &plan->routes[i];
	}
	return &plan->routes[piece];
}

int mst_plan_hops(struct mst_hop **hops, const struct mst_plan *plan, struct mst_error *err)
{
	return mst_hops_find(hops, &plan->paths, plan->probing.about_ports ? MST_LINK_RESOLVED : MST_LINK_SOLICITS,
	                     err);
}

void mst_plan_take_hops(struct mst_plan *plan, const struct mst_hop *hops)
{
	for (size_t i = 0; i < plan->paths.count; i++)
		plan->routes[i].hop = hops[i];
}

void mst_plan_resume(struct mst_plan *plan, const struct mst_resumed *resumed)
{
	struct mst_pacing *pacing = &plan->pacing;
	unsigned routed = plan->egresses.count - plan->egresses.on_link_count;

	plan->resumed = *resumed;
	if (pacing->adaptive && routed > 0 && resumed->rate_pps > 0)
		mst_pacing_resume(pacing, resumed->rate_pps / routed, pacing->cap_pps / routed);
}
