/* SPDX-License-Identifier: BSD-2-Clause */
/* The order of reports: whatever comes, sorted by family, address, scope and port, and nothing lost. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "report/sort.h"

static uint64_t state;

static uint32_t draw(uint32_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % below;
}

/* `variety`: in how many ways each byte differs. */
static struct mst_result draw_row(unsigned variety, bool both)
{
	struct mst_result row = {
		.addr.family = both && draw(2) ? MST_IPV6 : MST_IPV4,
		.port = (uint16_t)draw(variety * variety),
	};

	for (unsigned i = 0; i < (row.addr.family == MST_IPV6 ? 16u : 4u); i++)
		row.addr.bytes[i] = (uint8_t)draw(variety);
	if (row.addr.family == MST_IPV6)
		row.addr.scope = draw(3) * 70000;
	return row;
}

static bool follows(const struct mst_result *before, const struct mst_result *row)
{
	int order = mst_addr_compare(&before->addr, &row->addr);

	return order < 0 || (order == 0 && before->port <= row->port);
}

static void check(size_t count, unsigned variety, bool both)
{
	struct mst_result *rows = calloc(count + 1, sizeof *rows);
	uint64_t sum = 0, sum_after = 0;

	for (size_t i = 0; i < count; i++) {
		rows[i] = draw_row(variety, both);
		rows[i].time_ns = i + 1;
		sum += rows[i].time_ns * rows[i].time_ns;
	}
	mst_sort_results(rows, count);
	for (size_t i = 0; i < count; i++) {
		sum_after += rows[i].time_ns * rows[i].time_ns;
		cr_assert(i == 0 || follows(&rows[i - 1], &rows[i]), "row %zu of %zu, variety %u", i, count, variety);
	}
	cr_assert_eq(sum, sum_after, "a row was lost");
	free(rows);
}

Test(report_sort, rows_of_any_number_and_variety_are_sorted)
{
	static const size_t counts[] = { 0, 1, 2, 16, 17, 100, 5000, 100000 };
	static const unsigned varieties[] = { 1, 2, 3, 10, 256 };

	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
		for (size_t v = 0; v < sizeof varieties / sizeof *varieties; v++) {
			state = c * 100 + v;
			check(counts[c], varieties[v], false);
			check(counts[c], varieties[v], true);
		}
	}
}
