/* SPDX-License-Identifier: BSD-2-Clause */
/* test_roster_rules.c - sleepers, parents, and the ways that a routing table tells. */
#include "watch/roster_rules.h"

#include "unit/watch/fixture_watch.h"

static struct mst_targets *targets_of(const char *text)
{
	struct mst_targets *targets = mst_targets_new();

	cr_assert_eq(mst_targets_add(targets, text, NULL), 0);
	cr_assert_eq(mst_targets_close(targets, NULL), 0);
	return targets;
}

static struct mst_addr addr_of(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0);
	return addr;
}

/* The index of the host's group: of its parent, or its way. */
static uint32_t parent_of(const struct watch_fixture *fixture, size_t host)
{
	return fixture->roster.causes.signs[host].parent;
}

Test(watch_roster_rules, sleepers_are_the_watched_hosts_of_a_list_and_their_ports)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-4", "22", false, 1);
	struct mst_targets *asleep = targets_of("10.0.0.0,10.0.0.2-3,10.9.9.9");

	mst_roster_set_asleep(&fixture->roster, asleep);
	for (size_t i = 0; i < fixture->roster.count; i++)
		cr_expect_eq(fixture->roster.items[i].asleep, i / 2 == 1 || i / 2 == 2, "%zu", i);
	mst_targets_free(asleep);
	fixture_free(fixture);
}

static int set_parents(struct watch_fixture *fixture, struct mst_watch_parent *parents, size_t count,
                       struct mst_error *err)
{
	int code;

	fixture->config.parents = parents;
	fixture->config.parent_count = count;
	code = mst_roster_set_parents(&fixture->roster, &fixture->config, err);
	for (size_t i = 0; i < count; i++)
		mst_targets_free(parents[i].children);
	return code;
}

Test(watch_roster_rules, the_first_parent_counts_and_nobody_is_its_own)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-5", NULL, false, 1);
	struct mst_watch_parent parents[] = { { targets_of("10.0.0.0/30"), addr_of("10.0.0.1") },
		                              { targets_of("10.0.0.0/24"), addr_of("10.0.0.5") } };
	struct mst_error err;

	cr_assert_eq(set_parents(fixture, parents, 2, &err), 0);
	cr_expect_eq(parent_of(fixture, 0), 2, "the first host is behind the last");
	cr_expect_eq(parent_of(fixture, 1), 1);
	cr_expect_eq(parent_of(fixture, 3), 2);
	cr_expect_eq(parent_of(fixture, 4), 0);
	fixture_free(fixture);
}

Test(watch_roster_rules, a_circle_and_a_stranger_are_refused)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-3", NULL, false, 1);
	struct mst_watch_parent circle[] = { { targets_of("10.0.0.2"), addr_of("10.0.0.1") },
		                             { targets_of("10.0.0.3"), addr_of("10.0.0.2") },
		                             { targets_of("10.0.0.1"), addr_of("10.0.0.3") } };
	struct mst_watch_parent stranger[] = { { targets_of("10.0.0.2"), addr_of("10.0.0.9") } };
	struct mst_error err;

	cr_expect_lt(set_parents(fixture, circle, 3, &err), 0);
	cr_expect(strstr(err.text, "behind itself"), "%s", err.text);
	cr_expect_lt(set_parents(fixture, stranger, 1, &err), 0);
	cr_expect(strstr(err.text, "10.0.0.9: expected a host that is watched"), "%s", err.text);
	fixture_free(fixture);
}

static struct mst_route_piece piece_of(enum mst_route_kind kind, const char *first, const char *last,
                                       const char *gateway)
{
	struct mst_route_piece piece = {
		.first = addr_of(first), .last = addr_of(last), .kind = kind, .next_hops = 1, .interface = "eth0"
	};

	if (gateway)
		piece.gateway = addr_of(gateway);
	return piece;
}

static const struct mst_cause *way_of(const struct watch_fixture *fixture, size_t host)
{
	return &fixture->roster.causes.groups[fixture->roster.causes.signs[host].way];
}

Test(watch_roster_rules, links_and_gateways_lie_within_their_interface)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-2,10.0.1.1-2", NULL, false, 1);
	struct mst_route_piece pieces[] = { piece_of(MST_ROUTE_ON_LINK, "10.0.0.1", "10.0.0.2", NULL),
		                            piece_of(MST_ROUTE_VIA, "10.0.1.1", "10.0.1.2", "10.0.0.2") };
	struct mst_routing routing = { pieces, 2 };

	mst_roster_set_ways(&fixture->roster, &routing);
	cr_expect_eq(way_of(fixture, 0)->kind, MST_CAUSE_LINK);
	cr_expect_eq(way_of(fixture, 3)->kind, MST_CAUSE_GATEWAY);
	cr_expect_eq(way_of(fixture, 3)->host, 1, "the gateway is watched");
	cr_expect_eq(way_of(fixture, 0)->within, way_of(fixture, 3)->within);
	cr_expect_str_eq(way_of(fixture, 3)->interface, "eth0");
	pieces[1].kind = MST_ROUTE_NONE;
	mst_roster_set_ways(&fixture->roster, &routing);
	cr_expect_eq(way_of(fixture, 3)->kind, MST_CAUSE_GATEWAY, "without a route the old way is kept");
	pieces[1].kind = MST_ROUTE_VIA;
	pieces[1].next_hops = 2;
	mst_roster_set_ways(&fixture->roster, &routing);
	cr_expect_eq(way_of(fixture, 3)->addr.family, MST_NO_FAMILY, "of several next hops it is not known which");
	cr_expect_eq(way_of(fixture, 3)->kind, MST_CAUSE_GATEWAY);
	fixture_free(fixture);
}

Test(watch_roster_rules, a_change_waits_until_enough_rounds_agree)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1", NULL, false, 2);

	fixture_add(fixture, "10.0.0.1", 0, MST_UP, MST_ECHO_REPLY, NULL);
	fixture_end(fixture, 1);
	fixture_add(fixture, "10.0.0.1", 0, MST_UP, MST_ECHO_REPLY, NULL);
	fixture_end(fixture, 2);
	cr_expect_not(mst_roster_waits(&fixture->roster));
	fixture_add(fixture, "10.0.0.1", 0, MST_DOWN, MST_NO_RESPONSE, "");
	fixture_end(fixture, 3);
	cr_expect(mst_roster_waits(&fixture->roster));
	fixture_add(fixture, "10.0.0.1", 0, MST_DOWN, MST_NO_RESPONSE, "");
	fixture_end(fixture, 4);
	cr_expect_not(mst_roster_waits(&fixture->roster), "it is told");
	fixture_free(fixture);
}
