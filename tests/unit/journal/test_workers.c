/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <errno.h>

#include "journal/workers.h"

static struct mst_journal_workers workers;

static void add(uint64_t first, uint64_t end, const char *name)
{
	cr_expect_eq(mst_journal_workers_add(&workers, first, end, name, strlen(name)), 0);
}

static const char *at(uint64_t position)
{
	mst_journal_workers_sort(&workers);
	return mst_journal_workers_at(&workers, position);
}

static void forget(void)
{
	mst_journal_workers_free(&workers);
}

TestSuite(journal_workers, .fini = forget);

Test(journal_workers, a_position_has_the_worker_of_the_latest_range_that_has_it)
{
	add(100, 200, "a");
	add(0, 100, "b");
	add(120, 121, "c");
	add(150, 160, "b");
	cr_expect_str_eq(at(0), "b");
	cr_expect_str_eq(at(99), "b");
	cr_expect_str_eq(at(100), "a");
	cr_expect_str_eq(at(120), "c");
	cr_expect_str_eq(at(121), "a");
	cr_expect_str_eq(at(155), "b");
	cr_expect_str_eq(at(199), "a");
	cr_expect_null(at(200));
}

Test(journal_workers, a_later_range_before_an_earlier_one_holds)
{
	add(5, 10, "a");
	add(0, 20, "b");
	cr_expect_str_eq(at(7), "b");
	cr_expect_null(at(20));
}

Test(journal_workers, what_is_no_range_and_no_name_is_refused)
{
	cr_expect_eq(mst_journal_workers_add(&workers, 5, 5, "a", 1), -EBADMSG);
	cr_expect_eq(mst_journal_workers_add(&workers, 5, 6, "", 0), -EBADMSG);
	cr_expect_eq(mst_journal_workers_add(&workers, 5, 6, "a\033", 2), -EBADMSG);
	cr_expect_eq(mst_journal_workers_add(&workers, 5, 6, "a b", 3), -EBADMSG);
	cr_expect_null(at(5));
}
