/* SPDX-License-Identifier: BSD-2-Clause */
/* Outages by the clock of the test: links tell their news through a socket pair, routes are compared with a plan. */
#include <criterion/criterion.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/round/fixture_round.h"

#define IFINDEX 77
#define MS MST_NS_PER_MS

struct stage {
	struct fixture *fixture;
	struct mst_rx rx;
	int news; /* what the kernel would say, goes in here */
	uint64_t now_ns;
};

static struct stage *raise_stage(void)
{
	static struct stage stage;
	int pair[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair), 0);
	stage = (struct stage){
		.fixture = fixture_new("127.0.0.1-127.0.0.9", "80", 1),
		.news = pair[0],
		.now_ns = 1000 * MS,
	};
	mst_link_none(&stage.rx.link);
	stage.rx.link.ifindex = IFINDEX;
	stage.rx.link.events_fd = pair[1];
	snprintf(stage.rx.link.name, sizeof stage.rx.link.name, "wire7");
	stage.fixture->captures.rx[0] = &stage.rx;
	stage.fixture->captures.count = stage.fixture->captures.own = 1;
	return &stage;
}

static void strike(struct stage *stage)
{
	close(stage->news);
	mst_link_close(&stage->rx.link);
	stage->fixture->captures.count = 0;
	fixture_free(stage->fixture);
}

static void tell(struct stage *stage, uint16_t type, int ifindex, unsigned char family, unsigned flags)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg info;
	} news = {
		.header = { .nlmsg_len = sizeof news, .nlmsg_type = type },
		.info = { .ifi_family = family, .ifi_index = ifindex, .ifi_flags = flags },
	};

	cr_assert_eq(write(stage->news, &news, sizeof news), sizeof news);
}

static void look_after(struct stage *stage, uint64_t ms)
{
	struct mst_reach *reach = &stage->fixture->round.receiver->reach;

	stage->now_ns += ms * MS;
	mst_reach_look(reach, stage->now_ns);
	if (!reach->routes.look.running)
		return;
	/* A look at the routes goes on in a thread of its own; what it finds is taken by the next one. */
	while (!mst_load(&reach->routes.look.done, acquire))
		usleep(100);
	mst_reach_look(reach, stage->now_ns);
}

static enum mst_reachability reachability_of(const struct stage *stage)
{
	return mst_load(&stage->fixture->run.reachability, relaxed);
}

static int trouble_of(const struct stage *stage)
{
	return mst_load(&stage->fixture->run.trouble.code, relaxed);
}

static bool is_lossy(const struct stage *stage, uint64_t from_ns, uint64_t until_ns)
{
	return mst_losses_between(&stage->fixture->round.shared.losses, from_ns, until_ns);
}

Test(round_reach, a_link_that_is_up_all_along_is_no_news)
{
	struct stage *stage = raise_stage();

	look_after(stage, 2);
	tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, IFF_UP | IFF_RUNNING);
	tell(stage, RTM_NEWLINK, IFINDEX + 1, AF_UNSPEC, 0);
	tell(stage, RTM_DELLINK, IFINDEX, AF_BRIDGE, 0);
	look_after(stage, 2);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE);
	cr_expect_eq(fixture_counts(stage->fixture).outages, 0);
	strike(stage);
}

Test(round_reach, a_link_gone_and_back_between_two_looks_is_an_outage_and_a_loss)
{
	struct stage *stage = raise_stage();
	uint64_t good_ns;

	look_after(stage, 2);
	good_ns = stage->now_ns;
	tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, 0);
	tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, IFF_UP | IFF_RUNNING);
	look_after(stage, 2);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE_LATER);
	look_after(stage, 2); /* up */
	cr_expect(is_lossy(stage, good_ns, stage->now_ns));
	for (int i = 0; i < 200 && reachability_of(stage) == MST_REACHABLE_LATER; i++)
		look_after(stage, 2);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE);
	cr_expect_not(is_lossy(stage, stage->now_ns, stage->now_ns + 50 * MS), "what is asked now is not excused");
	cr_expect_eq(fixture_counts(stage->fixture).outages, 1);
	cr_expect_eq(trouble_of(stage), 0);
	strike(stage);
}

Test(round_reach, a_link_down_for_longer_than_the_patience_ends_the_run)
{
	struct stage *stage = raise_stage();

	for (int i = 0; i < 99; i++) {
		tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, IFF_UP);
		look_after(stage, 100);
	}
	cr_expect_eq(trouble_of(stage), 0);
	for (int i = 0; i < 3; i++) {
		tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, IFF_UP);
		look_after(stage, 100);
	}
	cr_expect_eq(trouble_of(stage), -ENETDOWN);
	cr_expect(strstr(stage->fixture->run.trouble.error.text, "wire7 has lost its link"));
	cr_expect(mst_run_stopped(&stage->fixture->run));
	cr_expect_eq(fixture_counts(stage->fixture).outages, 1);
	strike(stage);
}

Test(round_reach, an_interface_that_is_gone_ends_the_run_at_once)
{
	struct stage *stage = raise_stage();

	tell(stage, RTM_DELLINK, IFINDEX, AF_UNSPEC, 0);
	look_after(stage, 2);
	cr_expect_eq(trouble_of(stage), -ENETDOWN);
	cr_expect(strstr(stage->fixture->run.trouble.error.text, "wire7 went away"));
	strike(stage);
}

Test(round_reach, a_lane_that_waits_goes_on_at_once_when_there_is_a_route)
{
	struct stage *stage = raise_stage();
	struct mst_published *lane = &stage->fixture->round.shared.published[0];

	mst_store(&lane->route_wait, MST_ROUTE_WAIT_BEGUN, relaxed);
	look_after(stage, 2);
	cr_expect_eq(mst_load(&lane->route_wait, relaxed), MST_ROUTE_WAIT_ANSWERED);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE);
	cr_expect_eq(fixture_counts(stage->fixture).outages, 0);
	strike(stage);
}

Test(round_reach, routes_that_stay_away_are_lost_and_the_run_goes_on)
{
	struct stage *stage = raise_stage();
	struct mst_published *lane = &stage->fixture->round.shared.published[0];

	stage->fixture->plan.paths.paths[0].ifindex++; /* no kernel routes loopback there */
	mst_store(&lane->route_wait, MST_ROUTE_WAIT_BEGUN, relaxed);
	look_after(stage, 2);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE_LATER);
	for (int i = 0; i < 99; i++)
		look_after(stage, 100);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE_LATER);
	cr_expect_eq(mst_load(&lane->route_wait, relaxed), MST_ROUTE_WAIT_BEGUN);
	look_after(stage, 100);
	cr_expect_eq(reachability_of(stage), MST_REACHABLE_NEVER);
	cr_expect_eq(mst_load(&lane->route_wait, relaxed), MST_ROUTE_WAIT_ANSWERED);
	cr_expect_eq(trouble_of(stage), 0);
	cr_expect_eq(fixture_counts(stage->fixture).outages, 1);
	strike(stage);
}

Test(round_reach, routes_that_went_with_a_link_and_stay_away_end_the_run)
{
	struct stage *stage = raise_stage();

	stage->fixture->plan.paths.paths[0].ifindex++;
	tell(stage, RTM_NEWLINK, IFINDEX, AF_UNSPEC, 0);
	look_after(stage, 2);
	for (int i = 0; i < 103; i++)
		look_after(stage, 100);
	cr_expect_eq(trouble_of(stage), -ENETDOWN);
	cr_expect(strstr(stage->fixture->run.trouble.error.text, "routes"));
	strike(stage);
}
