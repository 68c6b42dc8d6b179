/* SPDX-License-Identifier: BSD-2-Clause */
/* test_units.c - numbers as people write them. */

#include <criterion/criterion.h>
#include <muster/units.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(base_units, whole_numbers_are_digits_and_nothing_else)
{
	static const char *const wrong[] = { "",     " 1",  "1 ", "-1",  "+1",
		                             "0x10", "1.0", "1k", "256", "18446744073709551616" };
	uint64_t value;

	cr_expect(mst_read_whole(&value, "255", 255) == 0 && value == 255);
	cr_expect(mst_read_whole(&value, "0", 255) == 0 && value == 0);
	cr_expect(mst_read_whole(&value, "18446744073709551615", UINT64_MAX) == 0 && value == UINT64_MAX);
	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_expect_lt(mst_read_whole(&value, wrong[i], 255), 0, "\"%s\" was taken", wrong[i]);
}

Test(base_units, rates_take_decimal_multiples_that_come_out_whole)
{
	static const struct {
		const char *text;
		uint64_t value;
	} right[] = {
		{ "0", 0 },          { "10000", 10000 },   { "10k", 10000 }, { "10K", 10000 },
		{ "1.5M", 1500000 }, { "2G", 2000000000 }, { "0.001k", 1 },  { ".5k", 500 },
	};
	/* clang-format off */
	static const char *const wrong[] = {
		"", "k", ".", "abc", "10q", "10kk", "10 k", "-1", "+1", "1e3", "0x10", "inf", "nan", "1.5",
		"0.0001k", "1.2.3", "99999999999999999999", "99999999999G", "111111111111111111111",
	};
	/* clang-format on */
	uint64_t value;

	for (size_t i = 0; i < COUNT(right); i++)
		cr_expect(mst_read_scaled(&value, right[i].text) == 0 && value == right[i].value, "%s", right[i].text);
	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_expect_lt(mst_read_scaled(&value, wrong[i]), 0, "\"%s\" was taken", wrong[i]);
}

Test(base_units, durations_take_a_unit_and_a_bare_number_is_seconds)
{
	static const struct {
		const char *text;
		uint64_t ns;
	} right[] = {
		{ "0", 0 },
		{ "2", 2000000000 },
		{ "500ms", 500000000 },
		{ "1.5s", 1500000000 },
		{ "250us", 250000 },
		{ "250µs", 250000 },
		{ "2m", 120000000000 },
		{ "2min", 120000000000 },
		{ "1h", 3600000000000 },
	};
	static const char *const wrong[] = { "", "s", "1d", "1 s", "-1s", "1ss", "1e3s", "9999999999h" };
	uint64_t ns;

	for (size_t i = 0; i < COUNT(right); i++)
		cr_expect(mst_read_duration(&ns, right[i].text) == 0 && ns == right[i].ns, "%s", right[i].text);
	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_expect_lt(mst_read_duration(&ns, wrong[i]), 0, "\"%s\" was taken", wrong[i]);
}

Test(base_units, shares_are_above_nothing_and_at_most_all)
{
	static const char *const wrong[] = { "", "0", "0%", "1.01", "101%", "-1%", "1 %", "1%%", "%", "x" };
	double share;

	cr_expect(mst_read_share(&share, "1%") == 0 && share > 0.00999 && share < 0.01001);
	cr_expect(mst_read_share(&share, "0.25") == 0 && share > 0.24999 && share < 0.25001);
	cr_expect(mst_read_share(&share, "1") == 0 && share > 0.99999);
	cr_expect_eq(mst_read_share(&share, "100%"), 0);
	for (size_t i = 0; i < COUNT(wrong); i++)
		cr_expect_lt(mst_read_share(&share, wrong[i]), 0, "\"%s\" was taken", wrong[i]);
}

Test(base_units, durations_are_written_in_the_unit_that_fits)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} rows[] = {
		{ 0, "0.00 ms" },
		{ 1234567, "1.23 ms" },
		{ 500000000, "500 ms" },
		{ 3400000000, "3.4 s" },
		{ 125000000000, "2 min 5 s" },
		{ 3661000000000, "1 h 1 min" },
		{ 864000000000000, "10 days" },
	};
	char text[32];

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_str_eq(mst_write_duration(text, sizeof text, rows[i].ns), rows[i].text);
}

Test(base_units, groups_are_of_three_digits_and_never_leave_the_buffer)
{
	char text[32], tiny[4];

	cr_expect_str_eq(mst_write_grouped(text, sizeof text, 0), "0");
	cr_expect_str_eq(mst_write_grouped(text, sizeof text, 999), "999");
	cr_expect_str_eq(mst_write_grouped(text, sizeof text, 1000), "1,000");
	cr_expect_str_eq(mst_write_grouped(text, sizeof text, 12345678), "12,345,678");
	cr_expect_str_eq(mst_write_grouped(text, sizeof text, UINT64_MAX), "18,446,744,073,709,551,615");
	cr_expect_lt(strlen(mst_write_grouped(tiny, sizeof tiny, 12345678)), sizeof tiny);
}
