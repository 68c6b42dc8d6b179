/* SPDX-License-Identifier: BSD-2-Clause */
/* test_plan_record.c - no bytes make a plan that cannot be: each is changed in turn. */
#include "journal/plan_record.h"

#include <errno.h>
#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

Test(journal_plan_record, a_changed_byte_is_another_plan_or_none)
{
	struct journal_run *run = run_open(
		"10.0.0.0/24,10.1.0.9,2001:db8::/64", "22,80", false, false,
		&(struct mst_slice){ .sample = 1, .max_targets = 50, .shard = 1, .shards = 1 });
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
