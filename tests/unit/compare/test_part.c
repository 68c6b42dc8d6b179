/* SPDX-License-Identifier: BSD-2-Clause */
/* test_part.c - shards, by what files say of their runs. */
#include "compare/part.h"

#include <criterion/criterion.h>
#include <string.h>

Test(compare_part, is_read_from_parameters)
{
	const struct mst_pair pairs[] = {
		{ .name = "seed", .kind = MST_PAIR_COUNT, .count = UINT64_MAX },
		{ .name = "shard", .kind = MST_PAIR_TEXT, .text = "3/16" },
		{ .name = "sample", .kind = MST_PAIR_REAL, .real = 0.25 },
	};
	struct mst_part part = mst_part_of(&(struct mst_rows_about){ .parameters = { pairs, 3 } });

	cr_expect_eq(part.shard, 3);
	cr_expect_eq(part.shards, 16);
	cr_expect_str_eq(part.seed, "18446744073709551615");
	cr_expect(part.sampled);
}

Test(compare_part, is_read_from_a_command_line)
{
	struct mst_part part = mst_part_of(
		&(struct mst_rows_about){ .command = "muster sweep --seed=7 10.0.0.0/8 --no-shards x --shard 2/4" });

	cr_expect_eq(part.shard, 2);
	cr_expect_eq(part.shards, 4);
	cr_expect_str_eq(part.seed, "7");
	cr_expect(!part.sampled);
}

Test(compare_part, nonsense_is_the_whole_order)
{
	static const char *const lines[] = { "",
		                             "--shard",
		                             "--shard ",
		                             "--shard 0/4",
		                             "--shard 5/4",
		                             "--shard 1/2x",
		                             "x--shard 1/2",
		                             "--shards 1/2",
		                             "--shard -1/2" };

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct mst_part part = mst_part_of(&(struct mst_rows_about){ .command = lines[i] });

		cr_expect(part.shard == 1 && part.shards == 1, "%s", lines[i]);
	}
	cr_expect_eq(mst_part_of(&(struct mst_rows_about){ 0 }).shards, 1);
}
