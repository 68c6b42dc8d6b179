/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <errno.h>

#include "net/path_diff.h"

static struct mst_path path(uint32_t first, uint32_t last, uint32_t gateway)
{
	return (struct mst_path){
		.first = mst_addr_from_ipv4(first),
		.last = mst_addr_from_ipv4(last),
		.ifindex = 3,
		.source = mst_addr_from_ipv4(1),
		.gateway = mst_addr_from_ipv4(gateway),
	};
}

struct seen {
	struct mst_path_change changes[8];
	size_t count;
};

static int see(void *user, const struct mst_path_change *change)
{
	struct seen *seen = user;

	cr_assert_lt(seen->count, 8);
	seen->changes[seen->count++] = *change;
	return 0;
}

Test(net_path_diff, a_more_specific_route_shows_as_the_range_that_it_took)
{
	struct mst_path old[] = { path(100, 199, 7), path(300, 400, 8) };
	struct mst_path new[] = { path(100, 149, 7), path(150, 159, 9), path(160, 199, 7), path(300, 400, 8) };
	struct mst_paths before = { .paths = old, .count = 2 }, now = { .paths = new, .count = 4 };
	struct seen seen = { .count = 0 };

	cr_expect_eq(mst_paths_compare(&before, &now, see, &seen), 0);
	cr_assert_eq(seen.count, 4);
	for (size_t i = 0; i < 4; i++) {
		cr_expect_eq(mst_path_change_is_none(&seen.changes[i]), i != 1, "%zu", i);
		cr_expect_eq(mst_path_change_is_gateway(&seen.changes[i]), i == 1, "%zu", i);
	}
	cr_expect_eq(mst_addr_ipv4(&seen.changes[1].first), 150);
	cr_expect_eq(mst_addr_ipv4(&seen.changes[1].last), 159);
}

Test(net_path_diff, another_source_interface_kind_or_encapsulation_is_more_than_another_gateway)
{
	struct mst_path old[] = { path(100, 199, 7) }, new[4];
	struct mst_paths before = { .paths = old, .count = 1 };

	for (size_t i = 0; i < 4; i++)
		new[i] = path(100, 199, 9);
	new[0].source = mst_addr_from_ipv4(2);
	new[1].ifindex = 4;
	new[2].kind = MST_PATH_BLACKHOLE;
	new[3].encap = 1;
	for (size_t i = 0; i < 4; i++) {
		struct mst_paths now = { .paths = &new[i], .count = 1 };
		struct seen seen = { .count = 0 };

		cr_expect_eq(mst_paths_compare(&before, &now, see, &seen), 0);
		cr_assert_eq(seen.count, 1);
		cr_expect_not(mst_path_change_is_none(&seen.changes[0]));
		cr_expect_not(mst_path_change_is_gateway(&seen.changes[0]));
	}
}

Test(net_path_diff, other_flows_cannot_be_compared)
{
	struct mst_path old[] = { path(100, 199, 7), path(100, 199, 8) };
	struct mst_paths one = { .paths = old, .count = 1 }, two = { .paths = old, .count = 2, .flows = 2 };
	struct seen seen = { .count = 0 };

	cr_expect_eq(mst_paths_compare(&one, &two, see, &seen), -EINVAL);
	cr_expect_eq(mst_paths_compare(&two, &two, see, &seen), 0);
	cr_expect_eq(seen.count, 2);
}
