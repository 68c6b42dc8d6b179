/* SPDX-License-Identifier: BSD-2-Clause */
/* Reports as lists of targets: rows that are up or open, and no others. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "target/results.h"

/* The addresses that a report gives, each with a space before it; "?" where a line is refused. */
static const char *taken(const char *text, uint64_t *skipped)
{
	static char found[256];
	char copy[1024], *rest = copy, *line, *addr;
	struct mst_results results;
	struct mst_error err;

	snprintf(copy, sizeof copy, "%s", text);
	found[0] = '\0';
	for (bool first = true; (line = strsep(&rest, "\n")) != NULL; first = false) {
		if (first && mst_results_begin(&results, line))
			continue;
		cr_assert_neq(results.kind, MST_RESULTS_NONE);
		if (mst_results_take(&results, line, &addr, &err) < 0)
			strcat(found, " ?");
		else if (addr)
			strcat(strcat(found, " "), addr);
	}
	*skipped = results.skipped;
	return found;
}

Test(target_results, csv_by_its_header_and_through_quotes)
{
	uint64_t skipped;

	cr_expect_str_eq(
		taken("vendor,addr,state\r\n\"A, \"\"B\"\"\",10.0.2.1,up\r\n,10.0.2.2,down\r\n,fe80::1%eth0,open\r\n",
	              &skipped),
		" 10.0.2.1 fe80::1%eth0");
	cr_expect_eq(skipped, 1);
	cr_expect_str_eq(taken("addr,port,state\n10.0.2.1\n10.0.2.1,80,open|filtered", &skipped), " ?");
	cr_expect_eq(skipped, 1);
}

Test(target_results, ndjson_and_json_by_their_rows)
{
	uint64_t skipped;

	cr_expect_str_eq(
		taken("{\"type\":\"result\",\"addr\":\"10.0.2.1\",\"port\":80,\"state\":\"open\",\"mac\":null}\n"
	              "{\"type\":\"result\",\"state\":\"closed\",\"addr\":\"10.0.2.2\"}\n"
	              "{\"type\":\"result\",\"name\":\"a\\\"addr\",\"addr\":\"10.0.2.3\",\"state\":\"up\"}\n"
	              "{\"type\":\"summary\",\"parameters\":{\"addr\":\"10.0.2.9\",\"state\":\"up\"}}",
	              &skipped),
		" 10.0.2.1 10.0.2.3");
	cr_expect_eq(skipped, 1);
	cr_expect_str_eq(taken("{\"muster\":\"0.1.0\",\n\"parameters\":{\"addr\":\"x\"},\n\"results\":[\n"
	                       "{\"addr\":\"2001:db8::1\",\"state\":\"up\"},\n{\"addr\":\"10.0.2.4\"}\n]}",
	                       &skipped),
	                 " 2001:db8::1 ?");
}

Test(target_results, a_list_of_targets_is_none)
{
	struct mst_results results;

	cr_expect_not(mst_results_begin(&results, "10.0.2.1,10.0.2.2"));
	cr_expect_eq(results.kind, MST_RESULTS_NONE);
	mst_results_begin(&results, "addr,web");
	cr_expect_eq(results.kind, MST_RESULTS_NONE);
}

Test(target_results, lines_that_are_cut_anywhere_are_read_within_their_bounds)
{
	static const char row[] = "{\"type\":\"result\",\"name\":\"a\\\\\",\"addr\":\"10.0.2.1\",\"state\":\"up\"}";
	uint64_t skipped;

	for (size_t length = 9; length < sizeof row; length++) {
		char part[sizeof row];

		snprintf(part, length + 1, "%s", row);
		cr_expect_neq(strcmp(taken(part, &skipped), " 10.0.2.1") == 0, length + 1 < sizeof row - 1, "%s", part);
	}
}
