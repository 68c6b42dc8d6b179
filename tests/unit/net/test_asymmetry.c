/* SPDX-License-Identifier: BSD-2-Clause */
/* test_asymmetry.c - on which interfaces a packet is received only once. */
#include "net/asymmetry.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LO = 1, OWN, OTHER, BRIDGE, PORT, VRF, MEMBER, MACVLAN, VLAN, OTHER_VLAN, GUEST, OFF };

static struct mst_survey_link link_of(int index, const char *type, int master, int lower)
{
	struct mst_survey_link link = { .master = master, .lower = lower };

	link.info.index = index;
	link.info.state = MST_INTERFACE_UP;
	strcpy(link.info.type, type);
	link.vlan = strcmp(type, "vlan") == 0 ? 5 : 0;
	return link;
}

static struct mst_survey survey_here(struct mst_survey_link links[12])
{
	links[0] = link_of(LO, "loopback", 0, 0);
	links[1] = link_of(OWN, "ethernet", 0, 0);
	links[2] = link_of(OTHER, "ethernet", 0, 0);
	links[3] = link_of(BRIDGE, "bridge", 0, 0);
	links[4] = link_of(PORT, "veth", BRIDGE, OTHER); /* `lower` of a veth is its peer */
	links[5] = link_of(VRF, "vrf", 0, 0);
	links[6] = link_of(MEMBER, "ethernet", VRF, 0);
	links[7] = link_of(MACVLAN, "macvlan", 0, OTHER);
	links[8] = link_of(VLAN, "vlan", 0, OWN);
	links[9] = link_of(OTHER_VLAN, "vlan", 0, OTHER);
	links[10] = link_of(GUEST, "macvlan", 0, OWN); /* the number of an interface of another namespace */
	links[10].info.lower_elsewhere = true;
	links[11] = link_of(OFF, "ethernet", 0, 0);
	links[11].info.state = MST_INTERFACE_DOWN;
	return (struct mst_survey){ .links = links, .link_count = 12 };
}

static struct mst_asymmetry judge(const struct mst_captured_at *captured, size_t count)
{
	struct mst_survey_link links[12];
	struct mst_survey survey = survey_here(links);
	struct mst_asymmetry asymmetry = { 0 };
	struct mst_error err;

	cr_assert_eq(mst_asymmetry_judge(&asymmetry, &survey, captured, count, &err), 0);
	return asymmetry;
}

static bool is_excepted(const struct mst_asymmetry *asymmetry, int index)
{
	for (size_t i = 0; i < asymmetry->except_count; i++) {
		if (asymmetry->except[i] == index)
			return true;
	}
	return false;
}

static void expect_excepted(struct mst_asymmetry asymmetry, const int *indices, size_t count)
{
	cr_expect_eq(asymmetry.except_count, count);
	for (size_t i = 0; i < count; i++)
		cr_expect(is_excepted(&asymmetry, indices[i]), "interface %d", indices[i]);
	mst_asymmetry_free(&asymmetry);
}

Test(net_asymmetry, a_packet_that_another_interface_has_too_is_not_received_twice)
{
	const struct mst_captured_at captured[] = { { OWN, true } };
	const int excepted[] = { OWN, LO, PORT, VRF, MACVLAN, VLAN };
	struct mst_asymmetry asymmetry = judge(captured, 1);

	cr_expect_eq(asymmetry.others, 5, "OTHER, BRIDGE, MEMBER, OTHER_VLAN, GUEST");
	expect_excepted(asymmetry, excepted, sizeof excepted / sizeof *excepted);
}

Test(net_asymmetry, a_vlan_counts_where_the_capture_below_leaves_tagged_frames_alone)
{
	const struct mst_captured_at captured[] = { { OWN, false } };
	const int excepted[] = { OWN, LO, PORT, VRF, MACVLAN };

	expect_excepted(judge(captured, 1), excepted, sizeof excepted / sizeof *excepted);
}

Test(net_asymmetry, the_interface_below_a_macvlan_has_its_packets)
{
	const struct mst_captured_at captured[] = { { MACVLAN, true } };
	const int excepted[] = { MACVLAN, LO, PORT, VRF, OTHER };

	expect_excepted(judge(captured, 1), excepted, sizeof excepted / sizeof *excepted);
}

Test(net_asymmetry, interfaces_with_a_capture_are_tested_first)
{
	const struct mst_captured_at captured[] = { { OTHER, true }, { OWN, true } };
	struct mst_asymmetry asymmetry = judge(captured, 2);

	cr_expect_eq(asymmetry.except[0], OTHER);
	cr_expect_eq(asymmetry.except[1], OWN);
	mst_asymmetry_free(&asymmetry);
}
