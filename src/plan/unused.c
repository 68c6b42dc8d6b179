/* SPDX-License-Identifier: BSD-2-Clause */
/* unused.c - see unused.h. */
#include "plan/unused.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "net/path_find.h"
#include "target/set.h"

/* Ports without known services, outside the ephemeral ranges of all systems. */
#define PORT_FIRST 20000
#define PORT_SPAN 10000

/* The documentation prefixes: no host has these addresses. */
static const uint32_t documentation[] = { 0xc0000200, 0xc6336400, 0xcb007100 };

static uint64_t random_of(const struct mst_key *key, uint64_t number)
{
	uint64_t message[2] = { number, 0x756e75736564 };

	return mst_siphash(key, message, 2);
}

/* The step has no factor in common with the span, so that each port is looked at once. */
struct mst_unused mst_unused_ports_choose(const struct mst_ports *ports, const struct mst_key *key)
{
	struct mst_unused unused = { .wanted = true };
	uint64_t start = random_of(key, 0) % PORT_SPAN, step = random_of(key, 1) % (PORT_SPAN / 10) * 10 + 3;

	for (uint64_t i = 0; i < PORT_SPAN && unused.port_count < MST_UNUSED_PORTS; i++) {
		uint16_t port = (uint16_t)(PORT_FIRST + (start + i * step) % PORT_SPAN);

		if (!mst_ports_has(ports, port) && !mst_ports_excludes(ports, port))
			unused.ports[unused.port_count++] = port;
	}
	if (unused.port_count == 0)
		unused.ports[unused.port_count++] = 0;
	return unused;
}

/* Candidates: one address of each prefix, and as many of a target's /64 if there is one. */
static int add_candidates(struct mst_targets *candidates, const struct mst_unused_facts *facts)
{
	int code = 0;

	for (size_t i = 0; i < sizeof documentation / sizeof *documentation && code == 0 &&
	                   mst_targets_have(facts->targets, MST_IPV4);
	     i++) {
		struct mst_addr addr = mst_addr_from_ipv4(documentation[i] + 1 +
		                                          (uint32_t)(random_of(facts->key, i) % 254));

		code = mst_targets_add_addr(candidates, &addr, false);
	}
	for (size_t p = 0; p < facts->paths->count && code == 0; p++) {
		const struct mst_path *path = &facts->paths->paths[p];
		mst_uint128 prefix = mst_addr_ipv6(&path->first) >> 64 << 64;

		for (uint64_t i = 0; i < MST_UNUSED_ADDRS && path->first.family == MST_IPV6 && code == 0; i++) {
			struct mst_addr addr = mst_addr_from_ipv6(prefix | random_of(facts->key, 100 + p * 10 + i),
			                                          path->first.scope);

			code = mst_targets_add_addr(candidates, &addr, false);
		}
	}
	return code;
}

/* The number of the path of targets that frames to a candidate would share; SIZE_MAX when there is none. */
static size_t shared_path(const struct mst_unused_facts *facts, const struct mst_path *own)
{
	for (size_t i = 0; i < facts->paths->count; i++) {
		const struct mst_path *path = &facts->paths->paths[i];

		if (path->kind == MST_PATH_UNICAST && !path->neighbours && path->ifindex == own->ifindex &&
		    path->first.family == own->first.family && mst_addr_equal(&path->gateway, &own->gateway) &&
		    mst_addr_equal(&path->source, &own->source))
			return i;
	}
	return SIZE_MAX;
}

static size_t count_of_egress(const struct mst_unused *unused, unsigned egress)
{
	size_t count = 0;

	for (size_t i = 0; i < unused->addr_count; i++)
		count += unused->addrs[i].egress == egress;
	return count;
}

/* Whether it is neither a target nor excluded. */
static bool may_serve(const struct mst_unused_facts *facts, const struct mst_addr *addr)
{
	mst_uint128 ignored;

	return !mst_targets_index(facts->targets, addr, &ignored) && !mst_targets_excludes(facts->given, addr) &&
	       !(facts->excluded && mst_targets_index(facts->excluded, addr, &ignored));
}

static void add(struct mst_unused *unused, const struct mst_unused_facts *facts, const struct mst_addr *addr,
                size_t path, size_t most)
{
	unsigned egress = facts->egresses->of_path[path];

	if (count_of_egress(unused, egress) < most && may_serve(facts, addr))
		unused->addrs[unused->addr_count++] = (struct mst_unused_addr){ *addr, path, egress };
}

/* Keeps those that leave by a path of targets. It is no failure if none does. */
static void take_candidates(struct mst_unused *unused, const struct mst_unused_facts *facts,
                            const struct mst_targets *candidates)
{
	struct mst_paths_choice choice = { .interface = facts->route->interface, .source_ip = facts->route->source_ip };
	struct mst_error ignored;
	struct mst_paths paths;

	/* Of one flow: where rules tell probes apart, an unused address would not share the path of each. */
	if (facts->paths->flows > 1 || mst_paths_find(&paths, candidates, &choice, &ignored) < 0)
		return;
	for (mst_uint128 i = 0; i < mst_targets_count(candidates); i++) {
		struct mst_addr addr = mst_targets_at(candidates, i);
		const struct mst_path *own = mst_paths_for(&paths, &addr);
		size_t path = own && own->kind == MST_PATH_UNICAST ? shared_path(facts, own) : SIZE_MAX;

		if (path != SIZE_MAX)
			add(unused, facts, &addr, path, MST_UNUSED_ADDRS);
	}
	mst_paths_free(&paths);
}

static bool has_family(const struct mst_unused *unused, unsigned egress, uint8_t family)
{
	for (size_t i = 0; i < unused->addr_count; i++) {
		if (unused->addrs[i].egress == egress && unused->addrs[i].addr.family == family)
			return true;
	}
	return false;
}

static void take_of_subnet(struct mst_unused *unused, const struct mst_unused_facts *facts, size_t path)
{
	uint32_t subnet = mst_addr_ipv4(&facts->paths->paths[path].first) & ~UINT32_C(0xff);
	const uint32_t addrs[] = {
		documentation[0] + 1 + (uint32_t)(random_of(facts->key, 200) % 254),
		documentation[1] + 1 + (uint32_t)(random_of(facts->key, 201) % 254),
		subnet,
		subnet + 255,
	};

	for (size_t i = 0; i < sizeof addrs / sizeof *addrs; i++) {
		struct mst_addr addr = mst_addr_from_ipv4(addrs[i]);

		add(unused, facts, &addr, path, MST_UNUSED_ON_LINK);
	}
}

static void take_of_prefix(struct mst_unused *unused, const struct mst_unused_facts *facts, size_t path)
{
	const struct mst_addr *first = &facts->paths->paths[path].first;
	mst_uint128 prefix = mst_addr_ipv6(first) >> 64 << 64;

	for (uint64_t i = 0; i < MST_UNUSED_ADDRS; i++) {
		struct mst_addr addr = mst_addr_from_ipv6(prefix | random_of(facts->key, 300 + i), first->scope);

		add(unused, facts, &addr, path, MST_UNUSED_ON_LINK);
	}
}

/* Of each link and family those of its first path. */
static void take_on_link(struct mst_unused *unused, const struct mst_unused_facts *facts)
{
	for (size_t p = 0; p < facts->paths->count; p++) {
		const struct mst_path *path = &facts->paths->paths[p];
		unsigned egress = facts->egresses->of_path[p];

		if (facts->egresses->of[egress].kind != MST_EGRESS_ON_LINK || !path->neighbours ||
		    has_family(unused, egress, path->first.family))
			continue;
		if (path->first.family == MST_IPV4)
			take_of_subnet(unused, facts, p);
		else
			take_of_prefix(unused, facts, p);
	}
}

int mst_unused_addrs_choose(struct mst_unused *unused, const struct mst_unused_facts *facts, struct mst_error *err)
{
	struct mst_targets *candidates = mst_targets_new();
	int code = -ENOMEM;

	*unused = (struct mst_unused){ .wanted = true };
	unused->addrs = calloc(MST_UNUSED_ADDRS_MAX, sizeof *unused->addrs);
	if (candidates && unused->addrs)
		code = add_candidates(candidates, facts);
	if (code == 0)
		code = mst_targets_close(candidates, err);
	if (code == 0 && facts->routed)
		take_candidates(unused, facts, candidates);
	if (code == 0)
		take_on_link(unused, facts);
	mst_targets_free(candidates);
	return code < 0 ? mst_fail(err, code, "no memory for unused addresses") : 0;
}

int mst_unused_copy(struct mst_unused *unused, const struct mst_unused *other, struct mst_error *err)
{
	*unused = *other;
	unused->addrs = calloc(other->addr_count + 1, sizeof *unused->addrs);
	if (!unused->addrs)
		return mst_fail(err, -ENOMEM, "no memory for unused addresses");
	for (size_t i = 0; i < other->addr_count; i++)
		unused->addrs[i] = other->addrs[i];
	return 0;
}

void mst_unused_free(struct mst_unused *unused)
{
	free(unused->addrs);
	unused->addrs = NULL;
}

const struct mst_unused_addr *mst_unused_find(const struct mst_unused *unused, const struct mst_addr *addr)
{
	for (size_t i = 0; i < unused->addr_count; i++) {
		if (mst_addr_equal(&unused->addrs[i].addr, addr))
			return &unused->addrs[i];
	}
	return NULL;
}
