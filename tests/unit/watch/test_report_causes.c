/* SPDX-License-Identifier: BSD-2-Clause */
/* test_report_causes.c - causes as events: in place of the change of their own host, with those that fell silent. */
#include <stdlib.h>

#include "unit/watch/fixture_watch.h"
#include "watch/handle.h"
#include "watch/roster_rules.h"

struct told {
	struct mst_watch watch;
	char words[1024];
};

static int take(void *user, const struct mst_watch_event *event, struct mst_error *err)
{
	struct told *told = user;
	size_t at = strlen(told->words), room = sizeof told->words - at;
	const struct mst_watch_cause *cause = &event->cause;

	(void)err;
	if (event->kind == MST_EVENT_CAUSE)
		snprintf(told->words + at, room, "%s %s %s.%u %u/%u-%u:%zu; ", mst_watch_turn_name(cause->turn),
		         mst_watch_cause_name(cause->kind), cause->interface, cause->addr.bytes[3],
		         (unsigned)cause->count, (unsigned)cause->hosts, (unsigned)cause->missing, cause->member_count);
	else
		snprintf(told->words + at, room, "%s .%u; ", mst_watch_turn_name(event->change.turn),
		         event->change.addr.bytes[3]);
	return 0;
}

/* 10.0.0.1-6 behind 10.0.0.1 on eth0; or that is the parent of all. */
static struct told *told_new(struct mst_targets *targets, bool parent)
{
	struct told *told = calloc(1, sizeof *told);
	struct mst_route_piece piece = { .kind = MST_ROUTE_VIA, .next_hops = 1, .interface = "eth0" };
	struct mst_watch_parent rule = { .children = targets };
	struct mst_error err;

	mst_targets_add(targets, "10.0.0.1-6", NULL), mst_targets_close(targets, NULL);
	told->watch.config = mst_watch_defaults();
	told->watch.config.scan.probing.targets = targets;
	told->watch.config.sink = take;
	told->watch.config.sink_user = told;
	mst_addr_parse(&rule.parent, "10.0.0.1");
	told->watch.config.parents = &rule;
	told->watch.config.parent_count = parent;
	cr_assert_eq(mst_roster_open(&told->watch.roster, &told->watch.config, &err), 0);
	cr_assert_eq(mst_roster_set_rules(&told->watch.roster, &told->watch.config, &err), 0);
	piece.gateway = rule.parent;
	mst_addr_parse(&piece.first, "10.0.0.2"), mst_addr_parse(&piece.last, "10.0.0.6");
	if (!parent)
		mst_roster_set_ways(&told->watch.roster, &(struct mst_routing){ &piece, 1 });
	return told;
}

static void expect(struct told *told, const char *round, const char *words)
{
	struct mst_watch_round counts = { 0 };
	struct mst_watch *watch = &told->watch;

	for (uint8_t i = 0; round[i]; i++) {
		struct mst_result result = { .addr = watch->roster.items[i].addr, .reason = MST_NO_RESPONSE };

		result.state = round[i] == '|' ? MST_UP : round[i] == '.' ? MST_DOWN : MST_UNKNOWN;
		result.reason = round[i] == 'x' ? MST_GATEWAY_SILENT : round[i] == 'n' ? MST_NOT_SENT : MST_NO_RESPONSE;
		result.error = round[i] == 'n' ? 100 : 0; /* ENETDOWN */
		mst_roster_take(&watch->roster, &result);
	}
	told->words[0] = '\0';
	watch->round_moment += SECOND;
	mst_roster_explain(&watch->roster, watch->round_moment);
	mst_watch_report_ends(watch);
	mst_roster_conclude(&watch->roster, watch->round_moment, mst_watch_on_change, watch, &counts);
	mst_watch_report_causes(watch);
	mst_roster_forget(&watch->roster);
	cr_expect_str_eq(told->words, words, "%s: %s", round, told->words);
}

static void end(struct told *told, struct mst_targets *targets)
{
	mst_roster_close(&told->watch.roster);
	mst_targets_free(targets);
	free(told);
}

Test(watch_report_causes, a_gateway_that_is_watched_is_told_once)
{
	struct mst_targets *targets = mst_targets_new();
	struct told *told = told_new(targets, false);

	expect(told, "||||||", "");
	expect(told, ".xxxxx", "went-down gateway eth0.1 5/6-0:5; ");
	expect(told, ".xxxxx", "");
	expect(told, "||||.|", "came-back gateway eth0.1 5/6-1:1; ");
	expect(told, "||||.|", "went-down .5; ");
	expect(told, "|xxxxx", "went-down gateway eth0.1 4/6-0:4; ");
	expect(told, ".xxxxx", "");
	expect(told, "||||.|", "came-back gateway eth0.1 4/6-0:0; ");
	end(told, targets);
}

Test(watch_report_causes, an_end_comes_before_those_that_did_not_return)
{
	struct mst_targets *targets = mst_targets_new();
	struct told *told = told_new(targets, false);

	expect(told, "||||||", "");
	expect(told, "|.....", "went-down gateway eth0.1 5/6-0:5; ");
	expect(told, "|||...", "");
	expect(told, "|||||.", "came-back gateway eth0.1 5/6-1:1; went-down .6; ");
	end(told, targets);
}

Test(watch_report_causes, where_nothing_can_be_sent_it_is_the_interface)
{
	struct mst_targets *targets = mst_targets_new();
	struct told *told = told_new(targets, false);

	expect(told, "||||||", "");
	expect(told, "|nnnnn", "went-down interface eth0.0 5/6-0:5; ");
	expect(told, "||||||", "came-back interface eth0.0 5/6-0:0; ");
	end(told, targets);
}

Test(watch_report_causes, a_parent_is_told_with_its_hosts_and_alone_without)
{
	struct mst_targets *targets = mst_targets_new();
	struct told *told = told_new(targets, true);

	expect(told, "||||||", "");
	expect(told, "...|||", "");
	expect(told, "......", "went-down parent .1 5/6-0:5; ");
	expect(told, "||||||", "came-back parent .1 5/6-0:0; ");
	end(told, targets);
}
