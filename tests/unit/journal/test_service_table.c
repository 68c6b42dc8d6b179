/* SPDX-License-Identifier: BSD-2-Clause */
/* test_service_table.c - the newest place of each position is found, and none of any other. */
#include "journal/service_table.h"

#include <criterion/criterion.h>

Test(journal_service_table, the_newest_place_of_a_position_is_found)
{
	struct mst_service_table table = { 0 };

	cr_expect_eq(mst_service_table_find(&table, 0), 0);
	for (uint64_t pass = 1; pass <= 2; pass++) {
		for (uint64_t i = 0; i < 10000; i++)
			cr_assert_eq(mst_service_table_put(&table, i * 7, pass * 100000 + i), 0);
	}
	cr_expect_eq(table.count, 10000);
	cr_expect_leq(table.count, table.slot_count / 4 * 3);
	for (uint64_t i = 0; i < 70000; i++)
		cr_assert_eq(mst_service_table_find(&table, i), i % 7 ? 0 : 200000 + i / 7);
	mst_service_table_free(&table);
	cr_expect_eq(mst_service_table_find(&table, 7), 0);
}
