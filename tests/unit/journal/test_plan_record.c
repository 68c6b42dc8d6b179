/* SPDX-License-Identifier: BSD-2-Clause */
/* test_plan_record.c - no bytes make a plan that cannot be: each is changed in turn. */
#include "journal/plan_record.h"

#include <errno.h>
#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

static void change_each_byte(struct journal_run *run)
{
	struct mst_run_words words = { .id = "x" };
	struct mst_bytes bytes = { 0 };

	mst_plan_put(&bytes, &run->plan, &words);
	for (size_t at = 0; at < bytes.count; at++) {
		uint8_t was = bytes.bytes[at];

		for (unsigned flip = 1; flip < 256; flip *= 8) {
			struct mst_run_plan plan = { 0 };
			int code;

			bytes.bytes[at] = (uint8_t)(was ^ flip);
			code = mst_run_plan_read(&plan, bytes.bytes, bytes.count);
			cr_assert(code == 0 || code == -EBADMSG || code == -ENOTSUP || code == -ENOMEM);
			mst_run_plan_free(&plan);
		}
		bytes.bytes[at] = was;
	}
	for (size_t length = 0; length < bytes.count; length++) {
		struct mst_run_plan plan = { 0 };

		cr_assert_lt(mst_run_plan_read(&plan, bytes.bytes, length), 0, "%zu", length);
		mst_run_plan_free(&plan);
	}
	mst_bytes_free(&bytes);
	run_free(run);
}

Test(journal_plan_record, a_changed_byte_is_another_plan_or_none)
{
	change_each_byte(run_open("10.0.0.0/24,10.1.0.9,2001:db8::/64", "22,80", false, false,
	                          &(struct mst_slice){ .sample = 1, .max_targets = 50, .shard = 1, .shards = 1 }));
}

Test(journal_plan_record, a_changed_byte_among_pairs_is_another_plan_or_none)
{
	change_each_byte(run_open_pairs("10.0.0.0/28", "22,80", false, false, &whole, 3));
}

/* An earlier version would ask every port: it refuses the file, and without pairs it can read it. */
Test(journal_plan_record, pairs_are_kept_and_named_where_they_differ)
{
	struct journal_run *run = run_open_pairs("10.0.0.0/28", "22,80,443", false, false, &whole, 4),
			   *other = run_open_pairs("10.0.0.0/28", "22,80,443", false, false, &whole, 3),
			   *all = run_open("10.0.0.0/28", "22,80,443", false, false, &whole);
	struct mst_run_words words = { .id = "x" };
	struct mst_bytes a = { 0 }, b = { 0 }, c = { 0 };
	struct mst_run_plan plan = { 0 };
	struct mst_reader part;

	mst_plan_put(&a, &run->plan, &words);
	mst_plan_put(&b, &other->plan, &words);
	mst_plan_put(&c, &all->plan, &words);
	cr_assert_str_eq(mst_plan_differs(a.bytes, a.count, b.bytes, b.count),
	                 "which ports are asked of which targets");
	cr_assert_str_eq(mst_plan_differs(a.bytes, a.count, c.bytes, c.count),
	                 "which ports are asked of which targets");
	cr_assert_not(mst_plan_part(&part, c.bytes, c.count, MST_PART_ENDPOINTS));
	cr_assert_eq(mst_run_plan_read(&plan, a.bytes, a.count), 0);
	cr_assert_eq(mst_endpoints_count(plan.endpoints), run->spaces[0].size);
	cr_assert_eq(plan.rounds[0].space.size, run->spaces[0].size);
	mst_run_plan_free(&plan);
	run_new(run);
	cr_assert_eq(run->journal->file.version, MST_JOURNAL_VERSION_ENDPOINTS);
	run_new(all);
	cr_assert_eq(all->journal->file.version, MST_JOURNAL_VERSION_FIRST);
	mst_bytes_free(&a);
	mst_bytes_free(&b);
	mst_bytes_free(&c);
	run_free(run);
	run_free(other);
	run_free(all);
}
