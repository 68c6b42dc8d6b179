/* SPDX-License-Identifier: BSD-2-Clause */
/* test_stacked.c - which links of a machine show the same packets. */
#include "net/stacked.h"

#include <criterion/criterion.h>
#include <string.h>

#define UP MST_INTERFACE_UP
#define DOWN MST_INTERFACE_DOWN

/* The only link whose index is its place, from 1: so rows name each other by their place. */
struct row {
	const char *type;
	enum mst_interface_state state;
	int master, lower;
	bool elsewhere, seen;
	uint16_t vlan;
	int vlan_of;
};

static void expect(const struct row *rows, size_t count)
{
	struct mst_survey_link links[8] = { 0 };
	struct mst_survey survey = { .links = links, .link_count = count };

	for (size_t i = 0; i < count; i++) {
		links[i].info = (struct mst_interface){
			.index = (int)i + 1,
			.state = rows[i].state,
			.lower_elsewhere = rows[i].elsewhere,
		};
		strcpy(links[i].info.type, rows[i].type);
		links[i].master = rows[i].master;
		links[i].lower = rows[i].lower;
		links[i].vlan = rows[i].vlan;
	}
	for (size_t i = 0; i < count; i++) {
		const struct mst_survey_link *of = mst_stacked_vlan_of(&survey, &links[i]);

		cr_expect_eq(mst_stacked_is_seen_elsewhere(&survey, &links[i]), rows[i].seen, "row %zu: %s", i + 1,
		             rows[i].type);
		cr_expect_eq(of ? of->info.index : 0, rows[i].vlan_of, "row %zu: %s", i + 1, rows[i].type);
	}
}

#define EXPECT(rows) expect((rows), sizeof(rows) / sizeof *(rows))

Test(net_stacked, ports_are_seen_at_their_bridge_bond_or_team)
{
	static const struct row rows[] = {
		{ .type = "bridge", .state = UP },
		{ .type = "ethernet", .state = UP, .master = 1, .seen = true },
		{ .type = "bond", .state = UP, .master = 1, .seen = true },
		{ .type = "ethernet", .state = UP, .master = 3, .seen = true },
		{ .type = "team", .state = UP },
		{ .type = "veth", .state = UP, .master = 5, .lower = 9, .elsewhere = true, .seen = true },
	};

	EXPECT(rows);
}

Test(net_stacked, a_master_that_is_down_shows_nothing)
{
	static const struct row rows[] = {
		{ .type = "bridge", .state = DOWN },
		{ .type = "ethernet", .state = UP, .master = 1 },
		{ .type = "openvswitch", .state = UP },
		{ .type = "ethernet", .state = UP, .master = 3 },
	};

	EXPECT(rows);
}

Test(net_stacked, macvlan_and_ipvlan_are_seen_at_their_lower_link_of_this_machine)
{
	static const struct row rows[] = {
		{ .type = "ethernet", .state = UP },
		{ .type = "macvlan", .state = UP, .lower = 1, .seen = true },
		{ .type = "macvtap", .state = UP, .lower = 1, .seen = true },
		{ .type = "ipvlan", .state = UP, .lower = 1, .seen = true },
		{ .type = "macvlan", .state = UP, .lower = 1, .elsewhere = true },
		{ .type = "ethernet", .state = DOWN },
		{ .type = "macvlan", .state = UP, .lower = 6 },
	};

	EXPECT(rows);
}

Test(net_stacked, a_vlan_is_a_link_of_its_own_whose_tag_is_seen_below)
{
	static const struct row rows[] = {
		{ .type = "ethernet", .state = UP },
		{ .type = "vlan", .state = UP, .lower = 1, .vlan = 5, .vlan_of = 1 },
		{ .type = "vlan", .state = DOWN, .lower = 1, .vlan = 6 },
		{ .type = "vlan", .state = UP, .lower = 1, .elsewhere = true, .vlan = 7 },
		{ .type = "bridge", .state = UP },
		{ .type = "vlan", .state = UP, .lower = 1, .master = 5, .vlan = 8, .vlan_of = 1, .seen = true },
		{ .type = "vlan", .state = UP, .lower = 2, .vlan = 9, .vlan_of = 2 },
	};

	EXPECT(rows);
}

Test(net_stacked, one_end_of_a_veth_pair_is_enough)
{
	static const struct row rows[] = {
		{ .type = "veth", .state = UP, .lower = 2 },
		{ .type = "veth", .state = UP, .lower = 1, .seen = true },
		{ .type = "veth", .state = UP, .lower = 4, .seen = true }, /* the other end is a port */
		{ .type = "veth", .state = UP, .lower = 3, .master = 5, .seen = true },
		{ .type = "bridge", .state = UP },
		{ .type = "veth", .state = UP, .lower = 2, .elsewhere = true },
	};

	EXPECT(rows);
}

Test(net_stacked, a_vrf_is_seen_at_its_ports)
{
	static const struct row rows[] = {
		{ .type = "vrf", .state = UP, .seen = true },
		{ .type = "ethernet", .state = UP, .master = 1 },
		{ .type = "vrf", .state = UP },
	};

	EXPECT(rows);
}

Test(net_stacked, tunnels_have_packets_of_their_own)
{
	static const struct row rows[] = {
		{ .type = "ethernet", .state = UP },
		{ .type = "vxlan", .state = UP, .lower = 1 },
		{ .type = "gre", .state = UP, .lower = 1 },
		{ .type = "macsec", .state = UP, .lower = 1 },
	};

	EXPECT(rows);
}
