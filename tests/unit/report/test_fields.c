/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_fields.c - fields by name.
 */
#include <criterion/criterion.h>
#include <errno.h>

#include "unit/report/fixture_report.h"

static void check_refused(const char *fields, const char *part, const char *other_part)
{
	struct mst_report_config config = { .fields = fields };
	struct mst_report *report;
	struct mst_error err;

	cr_assert_eq(mst_report_new(&report, &config, &err), -EINVAL, "%s", fields);
	cr_assert_null(report);
	cr_assert_not_null(strstr(err.text, part), "%s", err.text);
	cr_assert_not_null(strstr(err.text, other_part), "%s", err.text);
}

Test(report_fields, an_unknown_one_is_refused_with_the_known_ones)
{
	check_refused("addr,ports", "\"ports\"", "addr, port, proto, state, reason, rtt_ms, ttl, attempts, time, ");
	check_refused("add", "\"add\"", "was");
	check_refused("", "\"\"", "addr");
	check_refused("addr,", "\"\"", "addr");
	check_refused("addr, port", "\" port\"", "addr");
}

Test(report_fields, a_repeated_one_is_refused)
{
	check_refused("addr,port,addr", "\"addr\"", "twice");
}

Test(report_fields, each_says_what_it_means_and_all_can_be_chosen_at_once)
{
	const struct mst_field_info *field;
	char all[1024] = "";
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; (field = mst_report_field(i)); i++) {
		cr_assert_gt(strlen(field->meaning), 5);
		strcat(strcat(all, i > 0 ? "," : ""), field->name);
	}
	fixture.config.fields = all;
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	fixture_report_all(&fixture, NULL, 0);
	strcat(all, "\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), all);
	fixture_free(&fixture);
}
