/* SPDX-License-Identifier: BSD-2-Clause */
/* test_by_time.c - rows in the order of their times, in memory and beyond it. */
#include <muster/rows.h>

#include <criterion/criterion.h>
#include <errno.h>

#include "base/rows.h"
#include "report/spool.h"

/* So many rows, in the order of addresses; their times go round by steps of a prime. */
struct made {
	struct mst_rows rows;
	uint32_t count, at;
	bool fails;
};

#define STEP UINT64_C(1000003)

static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct made *made = (struct made *)rows;
	size_t count = 0;

	for (; count < most && made->at < made->count; made->at++)
		results[count++] = (struct mst_result){ .addr = mst_addr_from_ipv4(made->at),
			                                .time_ns = made->at * STEP % made->count };
	if (count == 0 && made->fails)
		rows->code = mst_fail(&rows->error, -EIO, "the disk is broken");
	return count;
}

static void begin(struct mst_rows *rows)
{
	((struct made *)rows)->at = 0;
}

static const char *name(const struct mst_rows *rows, const struct mst_addr *addr)
{
	(void)rows;
	return mst_addr_ipv4(addr) == 7 ? "seven" : NULL;
}

static const struct mst_rows_kind kind = { .next = next, .rewind = begin, .name = name };

static void expect_ordered(struct mst_rows *ordered, uint32_t count)
{
	struct mst_result results[100];
	uint64_t at = 0;
	size_t more;

	while ((more = mst_rows_next(ordered, results, 100)) > 0) {
		for (size_t i = 0; i < more; i++, at++) {
			cr_assert_eq(results[i].time_ns, at);
			cr_assert_eq(mst_addr_ipv4(&results[i].addr) * STEP % count, at);
		}
	}
	cr_expect_eq(at, count);
}

Test(report_by_time, all_rows_come_in_the_order_of_their_times_as_often_as_asked)
{
	static const uint32_t counts[] = { 0, 1, 1000, MST_SPOOL_RUN, MST_SPOOL_RUN + 1, 3 * MST_SPOOL_RUN + 77 };

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct made made = { .rows = { .kind = &kind, .about = { .format = "made" } }, .count = counts[i] };
		struct mst_rows *ordered;
		struct mst_error err = { "" };

		cr_assert_eq(mst_rows_by_time(&ordered, &made.rows, &err), 0, "%s", err.text);
		cr_expect_str_eq(mst_rows_about(ordered)->format, "made");
		expect_ordered(ordered, counts[i]);
		mst_rows_rewind(ordered);
		expect_ordered(ordered, counts[i]);
		mst_rows_close(ordered);
	}
}

Test(report_by_time, names_are_those_of_the_rows)
{
	struct made made = { .rows = { .kind = &kind }, .count = 9 };
	struct mst_addr seven = mst_addr_from_ipv4(7);
	struct mst_rows *ordered;

	cr_assert_eq(mst_rows_by_time(&ordered, &made.rows, NULL), 0);
	cr_expect_str_eq(mst_rows_name(ordered, &seven), "seven");
	mst_rows_close(ordered);
}

Test(report_by_time, rows_that_fail_are_a_failure)
{
	struct made made = { .rows = { .kind = &kind }, .count = 9, .fails = true };
	struct mst_rows *ordered;
	struct mst_error err = { "" };

	cr_expect_eq(mst_rows_by_time(&ordered, &made.rows, &err), -EIO);
	cr_expect_str_eq(err.text, "the disk is broken");
	cr_expect_null(ordered);
}
