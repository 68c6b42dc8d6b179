/* SPDX-License-Identifier: BSD-2-Clause */
/* test_worker_sets.c - which workers asked a target, and what they saw. */
#include "base/worker_sets.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct mst_worker_sets sets;

static void free_sets(void)
{
	mst_worker_sets_free(&sets);
}

TestSuite(base_worker_sets, .fini = free_sets);

static struct mst_result put(const char *saw, const char *worker)
{
	struct mst_result row = { .position = 7 };
	struct mst_sightings seen = { 0 };
	char text[512];

	snprintf(text, sizeof text, "%s", saw);
	cr_assert(mst_sightings_read(&seen, text), "%s", saw);
	cr_assert_eq(mst_worker_sets_put(&sets, &row, &seen, worker), 0);
	return row;
}

static void expect(const struct mst_result *row, unsigned vantage, const char *name, enum mst_state state)
{
	enum mst_state saw;
	const char *is = mst_worker_sets_name(&sets, row, vantage);

	cr_assert(is && strcmp(is, name) == 0, "%u: %s", vantage, is ? is : "none");
	cr_assert_eq(mst_result_saw(row, vantage, &saw), state != MST_UNKNOWN);
	cr_assert_eq(saw, state);
}

Test(base_worker_sets, a_row_has_its_names_and_what_they_saw)
{
	struct mst_result one = put("ams=up nyc=down", "nyc"), other = put("nyc=down", "nyc"), alone = put("", "ams"),
			  same = put("ams=down nyc=up", "ams"), nobody = put("", NULL);

	expect(&one, 0, "ams", MST_UP);
	expect(&one, 1, "nyc", MST_DOWN);
	cr_assert_null(mst_worker_sets_name(&sets, &one, 2));
	cr_assert_eq(mst_result_vantage(&one), 1);
	expect(&other, 0, "nyc", MST_DOWN);
	expect(&alone, 0, "ams", MST_UNKNOWN);
	cr_assert_eq(alone.vantages, 0);
	cr_assert_eq(same.position, one.position);
	cr_assert_eq(nobody.position, MST_NO_POSITION);
	cr_assert_null(mst_worker_sets_name(&sets, &nobody, 0));
}

Test(base_worker_sets, the_worker_with_the_verdict_always_has_a_place)
{
	struct mst_result fifth = put("a=up b=up c=up d=down", "e"), unknown = put("a=up b=up c=up d=down", NULL);

	expect(&fifth, 2, "c", MST_UP);
	expect(&fifth, 3, "e", MST_UNKNOWN);
	cr_assert_eq(mst_result_vantage(&fifth), 3);
	cr_assert_null(mst_worker_sets_name(&sets, &unknown, mst_result_vantage(&unknown)));
}

Test(base_worker_sets, of_one_worker_the_better_state_holds)
{
	struct mst_sightings seen = { 0 };

	cr_assert(mst_sightings_add(&seen, "a", 1 + MST_DOWN, false));
	cr_assert(mst_sightings_add(&seen, "a", 1 + MST_UNREACHABLE, false));
	cr_assert_eq(seen.states[0], 1 + MST_DOWN);
	cr_assert(mst_sightings_add(&seen, "a", 1 + MST_UP, true));
	cr_assert_eq(seen.states[0], 1 + MST_UP);
	cr_assert_null(seen.names[1]);
}

Test(base_worker_sets, other_texts_are_refused)
{
	static const char *const texts[] = { "ams", "ams=", "ams=here", "=up", "a,b=up", "a=up b=up c=up d=up e=up" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mst_sightings seen = { 0 };
		char text[64];

		snprintf(text, sizeof text, "%s", texts[i]);
		cr_expect_not(mst_sightings_read(&seen, text), "%s", texts[i]);
	}
	cr_assert_not(mst_worker_is_name("", 0));
	cr_assert_not(mst_worker_is_name("a b", 3));
}

Test(base_worker_sets, more_sets_than_are_kept_are_left_out)
{
	struct mst_result row = { 0 };
	char name[16];

	for (unsigned i = 0; i <= MST_WORKER_SETS_MAX; i++) {
		snprintf(name, sizeof name, "w%u", i);
		row = put("", name);
		cr_assert_eq(sets.full, i == MST_WORKER_SETS_MAX);
	}
	cr_assert_eq(row.position, MST_NO_POSITION);
	row = put("", "w9");
	expect(&row, 0, "w9", MST_UNKNOWN);
}
