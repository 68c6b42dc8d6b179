/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_egress.c - which targets share an egress, and so a rate.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "plan/egress.h"

#define PATHS_MAX 16

struct map {
	unsigned lanes;
	struct mst_targets *targets;
	struct mst_path room[PATHS_MAX];
	struct mst_paths paths;
	struct mst_egresses egresses;
	bool adaptive;
};

static struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr = { 0 };

	cr_assert(!*text || mst_addr_parse(&addr, text) == 0);
	return addr;
}

/* A path to this /24; no gateway: on-link. */
static void add_path(struct map *map, const char *network, int ifindex, const char *gateway)
{
	struct mst_path *path = &map->room[map->paths.count++];
	struct mst_error err = { "" };
	char text[40];

	snprintf(text, sizeof text, "%s.0", network);
	path->first = addr_of(text);
	snprintf(text, sizeof text, "%s.255", network);
	path->last = addr_of(text);
	path->ifindex = ifindex;
	path->gateway = addr_of(gateway);
	path->on_link = !*gateway;
	snprintf(text, sizeof text, "%s.0/24", network);
	cr_assert_eq(mst_targets_add(map->targets, text, &err), 0, "%s", err.text);
}

static struct map *map_new(void)
{
	struct map *map = calloc(1, sizeof *map);

	cr_assert_not_null(map);
	map->lanes = 1;
	map->targets = mst_targets_new();
	map->paths.paths = map->room;
	map->adaptive = true;
	return map;
}

static void choose(struct map *map)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_targets_close(map->targets, &err), 0, "%s", err.text);
	cr_assert_eq(
		mst_egresses_choose(&map->egresses, map->lanes, &map->paths, map->targets, true, map->adaptive, &err),
		0, "%s", err.text);
}

static void map_free(struct map *map)
{
	mst_egresses_free(&map->egresses);
	mst_targets_free(map->targets);
	free(map);
}

Test(plan_egress, interface_and_next_hop_make_an_egress)
{
	struct map *map = map_new();

	add_path(map, "10.0.0", 2, "");
	add_path(map, "10.0.1", 2, "10.0.0.1");
	add_path(map, "10.0.2", 2, "10.0.0.2");
	add_path(map, "10.0.3", 2, "10.0.0.1");
	add_path(map, "10.0.4", 3, "10.0.0.1");
	add_path(map, "10.0.5", 2, "");
	choose(map);
	cr_assert_arr_eq(map->egresses.of_path, ((uint8_t[]){ 0, 1, 2, 1, 3, 0 }), 6);
	cr_assert_eq(map->egresses.count, 4);
	cr_assert_eq(map->egresses.lanes, 4);
	map_free(map);
}

Test(plan_egress, more_than_eight_share_the_last)
{
	struct map *map = map_new();
	char network[16];

	for (int i = 0; i < 11; i++) {
		snprintf(network, sizeof network, "10.0.%d", i);
		add_path(map, network, i + 1, "");
	}
	choose(map);
	cr_assert_eq(map->egresses.count, MST_EGRESSES_MAX);
	for (unsigned i = 0; i < 11; i++)
		cr_assert_eq(map->egresses.of_path[i], i < MST_EGRESSES_MAX ? i : MST_EGRESSES_MAX - 1);
	map_free(map);
}

Test(plan_egress, all_lanes_of_all_egresses_have_room)
{
	struct map *map = map_new();

	map->lanes = MST_LANES_MAX / 2;
	add_path(map, "10.0.0", 1, "");
	add_path(map, "10.0.1", 2, "");
	add_path(map, "10.0.2", 3, "");
	choose(map);
	cr_assert_eq(map->egresses.count, 2);
	cr_assert_eq(map->egresses.lanes, MST_LANES_MAX);
	map_free(map);
}

Test(plan_egress, lanes_that_may_join_do_not_begin)
{
	struct map *map = map_new();

	add_path(map, "10.1.0", 1, "10.9.9.1");
	add_path(map, "10.2.0", 2, "10.9.9.2");
	choose(map);
	cr_expect_eq(map->egresses.of[1].crew, 1);
	mst_egresses_add_lanes(&map->egresses, 4);
	cr_expect_eq(map->egresses.lanes, 4 * map->egresses.count);
	cr_expect_eq(map->egresses.of[1].first_lane, 4);
	cr_expect_eq(map->egresses.of[1].lanes, 4);
	cr_expect_eq(map->egresses.of[1].crew, 1);
	mst_egresses_add_lanes(&map->egresses, MST_LANES_MAX);
	cr_expect_leq(map->egresses.lanes, MST_LANES_MAX);
	map_free(map);
}

Test(plan_egress, a_fixed_rate_has_one_egress)
{
	struct map *map = map_new();

	map->adaptive = false;
	add_path(map, "10.0.0", 1, "");
	add_path(map, "10.0.1", 2, "");
	choose(map);
	cr_assert_eq(map->egresses.count, 1);
	map_free(map);
}

Test(plan_egress, only_egresses_to_attached_and_private_networks_are_near)
{
	struct map *map = map_new();

	add_path(map, "8.8.7", 1, "");
	add_path(map, "8.8.8", 1, "10.0.0.1");
	add_path(map, "10.0.1", 1, "10.0.0.2");
	choose(map);
	cr_assert(map->egresses.of[0].near, "attached");
	cr_assert_not(map->egresses.of[1].near, "somebody else's");
	cr_assert(map->egresses.of[2].near, "private");
	map_free(map);
}
