/* decoys.c - see decoys.h. */
#include "scan/decoys.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "scan/plan.h"
#include "target/set.h"

/* Where no service is at home, and no system takes its ephemeral ports from. */
#define PORT_FIRST 20000
#define PORT_SPAN 10000

/* The documentation prefixes: nobody has these addresses. */
static const uint32_t documentation[] = { 0xc0000200, 0xc6336400, 0xcb007100 };

static uint64_t random_of(const struct mst_plan *plan, uint64_t number)
{
	uint64_t message[2] = { number, 0x6465636f79 };

	return mst_siphash(&plan->setup.key, message, 2);
}

/*
 * Of those that are neither asked nor excluded; port 0, which none can have, where all are. The step has no factor in common
 * with the span, so that each is looked at once.
 */
static void choose_ports(struct mst_plan *plan)
{
	struct mst_decoys *decoys = &plan->decoys;
	uint64_t start = random_of(plan, 0) % PORT_SPAN, step = random_of(plan, 1) % (PORT_SPAN / 10) * 10 + 3;

	for (uint64_t i = 0; i < PORT_SPAN && decoys->port_count < MST_DECOY_PORTS; i++) {
		uint16_t port = (uint16_t)(PORT_FIRST + (start + i * step) % PORT_SPAN);

		if (!mst_ports_has(plan->config->ports, port) && !mst_ports_excludes(plan->config->ports, port))
			decoys->ports[decoys->port_count++] = port;
	}
	if (decoys->port_count == 0)
		decoys->ports[decoys->port_count++] = 0;
}

/* Addresses that might serve: one of each prefix, and where there is a target's /64, as many out of that. */
static int add_candidates(struct mst_targets *candidates, const struct mst_plan *plan)
{
	int code = 0;

	for (size_t i = 0; i < sizeof documentation / sizeof *documentation && code == 0 &&
	                   mst_targets_have(plan->targets, MST_IPV4); i++) {
		struct mst_addr addr = mst_addr_from_ipv4(documentation[i] + 1 + (uint32_t)(random_of(plan, i) % 254));

		code = mst_targets_add_addr(candidates, &addr, false);
	}
	for (size_t p = 0; p < plan->paths.count && code == 0; p++) {
		const struct mst_path *path = &plan->paths.paths[p];
		mst_uint128 prefix = mst_addr_ipv6(&path->first) >> 64 << 64;

		for (uint64_t i = 0; i < MST_DECOY_ADDRS && path->first.family == MST_IPV6 && code == 0; i++) {
			struct mst_addr addr = mst_addr_from_ipv6(prefix | random_of(plan, 100 + p * 10 + i), path->first.scope);

			code = mst_targets_add_addr(candidates, &addr, false);
		}
	}
	return code;
}

/* The path of targets that frames to this candidate would share; NULL when there is none. */
static const struct mst_path *shared_path(const struct mst_plan *plan, const struct mst_path *way)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (path->kind == MST_PATH_UNICAST && !path->wire && path->ifindex == way->ifindex &&
		    path->first.family == way->first.family && mst_addr_equal(&path->gateway, &way->gateway) &&
		    mst_addr_equal(&path->source, &way->source))
			return path;
	}
	return NULL;
}

static size_t count_of_way(const struct mst_decoys *decoys, unsigned way)
{
	size_t count = 0;

	for (size_t i = 0; i < decoys->addr_count; i++)
		count += decoys->addrs[i].way == way;
	return count;
}

/* Neither a target, nor what must not be asked. */
static bool may_serve(const struct mst_plan *plan, const struct mst_addr *addr)
{
	mst_uint128 ignored;

	return !mst_targets_index(plan->targets, addr, &ignored) && !mst_targets_excludes(plan->config->targets, addr);
}

static void add(struct mst_plan *plan, const struct mst_addr *addr, const struct mst_path *path)
{
	struct mst_decoys *decoys = &plan->decoys;
	unsigned way = mst_plan_way(plan, path);

	if (count_of_way(decoys, way) == MST_DECOY_ADDRS || !may_serve(plan, addr))
		return;
	decoys->addrs[decoys->addr_count++] = (struct mst_decoy_addr){ *addr, path, way };
}

/* Those that take a way of the targets. That none does is no failure. */
static void take_candidates(struct mst_plan *plan, const struct mst_targets *candidates)
{
	struct mst_error ignored;
	struct mst_paths paths;

	if (mst_paths_find(&paths, candidates, plan->config->interface, plan->config->source_ip, &ignored) < 0)
		return;
	for (mst_uint128 i = 0; i < mst_targets_count(candidates); i++) {
		struct mst_addr addr = mst_targets_at(candidates, i);
		const struct mst_path *way = mst_paths_for(&paths, &addr);
		const struct mst_path *path = way && way->kind == MST_PATH_UNICAST ? shared_path(plan, way) : NULL;

		if (path)
			add(plan, &addr, path);
	}
	mst_paths_free(&paths);
}

static int choose_addrs(struct mst_plan *plan, struct mst_error *err)
{
	struct mst_targets *candidates = mst_targets_new();
	int code = -ENOMEM;

	plan->decoys.addrs = calloc(MST_WAYS_MAX * MST_DECOY_ADDRS, sizeof *plan->decoys.addrs);
	if (candidates && plan->decoys.addrs)
		code = add_candidates(candidates, plan);
	if (code == 0)
		code = mst_targets_close(candidates, err);
	if (code == 0)
		take_candidates(plan, candidates);
	mst_targets_free(candidates);
	return code < 0 ? mst_fail(err, code, "no memory for decoys") : 0;
}

int mst_decoys_choose(struct mst_plan *plan, struct mst_error *err)
{
	if (!plan->decoys.wanted)
		return 0;
	if (!plan->about_ports)
		return choose_addrs(plan, err);
	choose_ports(plan);
	return 0;
}

void mst_decoys_free(struct mst_decoys *decoys)
{
	free(decoys->addrs);
	decoys->addrs = NULL;
}

const struct mst_decoy_addr *mst_decoys_find(const struct mst_decoys *decoys, const struct mst_addr *addr)
{
	for (size_t i = 0; i < decoys->addr_count; i++) {
		if (mst_addr_equal(&decoys->addrs[i].addr, addr))
			return &decoys->addrs[i];
	}
	return NULL;
}

const struct mst_path *mst_decoys_path(const struct mst_plan *plan, const struct mst_addr *addr)
{
	const struct mst_path *path = mst_paths_for(&plan->paths, addr);
	const struct mst_decoy_addr *decoy = path || !plan->decoys.addr_count ? NULL : mst_decoys_find(&plan->decoys, addr);

	return decoy ? decoy->path : path;
}
