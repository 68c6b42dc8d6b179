/* SPDX-License-Identifier: BSD-2-Clause */
/* test_dead_hops.c - the share of a dead next hop goes to the others of its route. */
#include <criterion/criterion.h>

#include "plan/dead_hops.h"

#define TARGETS 6

/* Six targets, 10.0.0.1-6, by turns behind the gateways 10.9.0.1, 10.9.0.2 … of a route. */
struct net {
	struct mst_path room[TARGETS], spares[4];
	struct mst_paths paths;
	struct mst_dead_hops dead;
};

static struct mst_path path_by(unsigned gateway)
{
	return (struct mst_path){
		.ifindex = 2,
		.multipath = 1,
		.gateway = mst_addr_from_ipv4(0x0a090000 + gateway),
		.source = mst_addr_from_ipv4(0x0a0900fe),
	};
}

static void make(struct net *net, unsigned gateways)
{
	*net = (struct net){ .paths = { .count = TARGETS, .spare_count = gateways } };
	net->paths.paths = net->room;
	net->paths.spares = net->spares;
	for (unsigned i = 0; i < gateways; i++)
		net->spares[i] = path_by(1 + i);
	for (unsigned i = 0; i < TARGETS; i++) {
		net->room[i] = path_by(1 + i % gateways);
		net->room[i].first = net->room[i].last = mst_addr_from_ipv4(0x0a000001 + i);
	}
}

static unsigned gateway_of(const struct net *net, unsigned target)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000000 + target);

	return mst_paths_for(&net->paths, &addr)->gateway.bytes[3];
}

Test(plan_dead_hops, the_share_of_a_dead_one_goes_to_the_only_other)
{
	struct net net;

	make(&net, 2);
	cr_assert(mst_dead_hops_add(&net.dead, &net.room[1]));
	mst_dead_hops_replace(&net.dead, &net.paths);
	cr_assert_eq(net.paths.count, 1, "equal paths are one");
	for (unsigned target = 1; target <= TARGETS; target++)
		cr_assert_eq(gateway_of(&net, target), 1);
}

Test(plan_dead_hops, several_living_ones_share_in_turn)
{
	struct net net;
	unsigned share[4] = { 0 };

	make(&net, 3);
	cr_assert(mst_dead_hops_add(&net.dead, &net.room[0]));
	mst_dead_hops_replace(&net.dead, &net.paths);
	for (unsigned target = 1; target <= TARGETS; target++)
		share[gateway_of(&net, target)]++;
	cr_assert(share[1] == 0 && share[2] == 3 && share[3] == 3, "%u %u %u", share[1], share[2], share[3]);
}

Test(plan_dead_hops, a_route_without_a_living_one_keeps_its_paths)
{
	struct net net;

	make(&net, 2);
	cr_assert(mst_dead_hops_add(&net.dead, &net.room[0]));
	cr_assert_not(mst_dead_hops_add(&net.dead, &net.room[0]), "it is known");
	cr_assert(mst_dead_hops_leave_one(&net.dead, &net.paths, &net.room[0]));
	cr_assert(mst_dead_hops_add(&net.dead, &net.room[1]));
	cr_assert_not(mst_dead_hops_leave_one(&net.dead, &net.paths, &net.room[0]));
	mst_dead_hops_replace(&net.dead, &net.paths);
	cr_assert_eq(net.paths.count, TARGETS);
	cr_assert_eq(gateway_of(&net, 2), 2);
	net.room[1].multipath = 0;
	cr_assert_not(mst_dead_hops_leave_one(&net.dead, &net.paths, &net.room[1]), "its route has one next hop");
}
