/* SPDX-License-Identifier: BSD-2-Clause */
#include "fleet/kept.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct mst_fleet_block block = {
	.entry = "1-0", .token = "0123", .epoch = 3, .first = 100, .end = 900, .tries = 1, .vantage = 2
};

static int write_one(FILE *file)
{
	struct mst_fleet_pack pack = { .hole_count = 1, .chunk_count = 1 };
	int code;

	pack.holes[0] = (struct mst_fleet_range){ 200, 210 };
	mst_bytes_put_bytes(&pack.chunks[0], "chunk", 5);
	code = mst_fleet_kept_write(fileno(file), "host port 1, database 0", "20261129-1", &block, 800, &pack);
	mst_bytes_free(&pack.chunks[0]);
	return code;
}

Test(fleet_kept, what_was_written_is_read)
{
	FILE *file = tmpfile();
	struct mst_fleet_kept kept;

	cr_assert_eq(write_one(file), 0);
	cr_assert_eq(mst_fleet_kept_load(&kept, fileno(file)), 1);
	cr_expect_str_eq(kept.store, "host port 1, database 0");
	cr_expect_str_eq(kept.id, "20261129-1");
	cr_expect_str_eq(kept.block.token, "0123");
	cr_expect_eq(kept.block.first, 100);
	cr_expect_eq(kept.block.vantage, 2);
	cr_expect_eq(kept.until, 800);
	cr_expect_eq(kept.pack.holes[0].end, 210);
	cr_expect_eq(kept.pack.chunks[0].count, 5);
	mst_fleet_kept_free(&kept);
	mst_fleet_kept_drop(fileno(file));
	cr_expect_eq(mst_fleet_kept_load(&kept, fileno(file)), 0);
	fclose(file);
}

Test(fleet_kept, a_file_that_was_cut_or_changed_is_refused)
{
	FILE *file = tmpfile();
	struct mst_fleet_kept kept;

	cr_assert_eq(write_one(file), 0);
	cr_assert_eq(pwrite(fileno(file), "X", 1, 30), 1);
	cr_expect_eq(mst_fleet_kept_load(&kept, fileno(file)), -EBADMSG);
	mst_fleet_kept_free(&kept);
	cr_assert_eq(write_one(file), 0);
	cr_assert_eq(ftruncate(fileno(file), 40), 0);
	cr_expect_eq(mst_fleet_kept_load(&kept, fileno(file)), -EBADMSG);
	mst_fleet_kept_free(&kept);
	fclose(file);
}
