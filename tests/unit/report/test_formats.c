/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_formats.c - formats by name.
 */
#include <criterion/criterion.h>
#include <muster/report.h>

Test(report_formats, are_listed_in_order)
{
	static const char *const names[] = { "csv", "json", "ndjson", "text", "list", "hostport", "sqlite" };

	const size_t count = sizeof names / sizeof *names;

	for (size_t i = 0; i < count; i++)
		cr_assert_str_eq(mst_report_format(i), names[i]);
	cr_assert_null(mst_report_format(count));
}
