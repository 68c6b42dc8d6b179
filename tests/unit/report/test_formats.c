/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_formats.c - formats by name.
 */
#include <criterion/criterion.h>
#include <muster/report.h>

Test(report_formats, are_listed_in_order)
{
	static const char *const names[] = { "csv",      "json",     "ndjson",   "text",   "list",
		                             "hostport", "nmap-xml", "grepable", "sqlite", "html" };

	const size_t count = sizeof names / sizeof *names;

	for (size_t i = 0; i < count; i++)
		cr_assert_str_eq(mst_report_format(i), names[i]);
	cr_assert_null(mst_report_format(count));
}

Test(report_formats, a_path_stands_behind_the_format)
{
	static const struct {
		const char *output, *path;
	} cases[] = {
		{ "x.csv", "x.csv" },
		{ "csv:x", "x" },
		{ "csv:-", "-" },
		{ "nmap-xml:x", "x" },
		{ "grepable:a:b", "a:b" },
		{ "none:x", "x" },
		{ "2026-11-29:scan.csv", "2026-11-29:scan.csv" },
		{ "a/b:c.csv", "a/b:c.csv" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(mst_report_path_of(cases[i].output), cases[i].path);
}
