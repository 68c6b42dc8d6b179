/* SPDX-License-Identifier: BSD-2-Clause */
/* test_facts.c - the first screen. */
#include "html/facts.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static struct mst_html_tally *tally;

static void begin(void)
{
	tally = mst_html_tally_new();
	cr_assert_not_null(tally);
}

static void end(void)
{
	mst_html_tally_free(tally);
}

TestSuite(html_facts, .init = begin, .fini = end);

static const char *facts(const struct mst_pair *summary, size_t count)
{
	static const char *const targets[] = { "10.0.0.0/24", "<b>web</b>" };
	static const struct mst_pair parameters[] = {
		{ .name = "command", .kind = MST_PAIR_TEXT, .text = "muster sweep 10.0.0.0/24 '<b>web</b>'" },
		{ .name = "start", .kind = MST_PAIR_TEXT, .text = "2026-11-29T10:00:00.000Z" },
		{ .name = "targets", .kind = MST_PAIR_LIST, .list = { targets, 2 } },
	};
	struct mst_html_run run = { { parameters, 3 }, { summary, count }, tally };

	mst_html_tally_end(tally);
	mst_html_facts_draw(fixture_ink(), &run);
	return fixture_text();
}

Test(html_facts, command_targets_time_and_states_are_there)
{
	struct mst_pair elapsed = { .name = "elapsed_ms", .kind = MST_PAIR_COUNT, .count = 12345 };
	struct mst_result result = fixture_host("10.0.0.1", MST_UP);
	const char *text;

	mst_html_tally_add(tally, &result, NULL);
	text = facts(&elapsed, 1);
	cr_expect(strstr(text, "<code>muster sweep 10.0.0.0/24 &#39;&lt;b&gt;web&lt;/b&gt;&#39;</code>"));
	cr_expect(strstr(text, "<dt>Targets</dt><dd>10.0.0.0/24 &lt;b&gt;web&lt;/b&gt;</dd>"));
	cr_expect(strstr(text, "2026-11-29T10:00:00.000Z"));
	cr_expect(strstr(text, "<b>1</b> up"));
	cr_expect(strstr(text, "12.3 s"));
	cr_expect_not(strstr(text, "down</a>"));
}

Test(html_facts, the_share_missed_has_its_interval_and_may_be_unknown)
{
	struct mst_pair missed[] = {
		{ .name = "missed_share", .kind = MST_PAIR_REAL, .real = 0.0021 },
		{ .name = "missed_low", .kind = MST_PAIR_REAL, .real = 0.00001 },
		{ .name = "missed_high", .kind = MST_PAIR_REAL, .real = 0.13 },
	};

	cr_expect(strstr(facts(missed, 3), "missed: <b>0.21 %</b> (95 % confidence interval &lt; 0.01 % to 13.0 %)"),
	          "%s", fixture_text());
	missed[2].real = NAN;
	cr_expect(strstr(facts(missed, 3), "<b>not known</b>"));
	cr_expect(strstr(facts(NULL, 0), "<b>not known</b>"));
}

Test(html_facts, a_run_that_was_ended_early_says_so)
{
	struct mst_pair summary[] = {
		{ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = true },
		{ .name = "targets", .kind = MST_PAIR_COUNT, .count = 1000 },
		{ .name = "asked", .kind = MST_PAIR_COUNT, .count = 400 },
	};

	cr_expect(strstr(facts(summary, 3), "ended early: 600 of 1,000 targets were not probed."));
	summary[0].yes = false;
	cr_expect_not(strstr(facts(summary, 3), "ended early"));
}

Test(html_facts, what_is_suspect_is_on_the_first_screen)
{
	struct mst_result result = fixture_host("10.0.0.9", MST_UP);

	result.suspect = MST_SUSPECT_CONFLICT;
	mst_html_tally_add(tally, &result, NULL);
	cr_expect(
		strstr(facts(NULL, 0), "address-conflict</a>: 1 (two hosts on the link claim the address): 10.0.0.9"));
}
