/* SPDX-License-Identifier: BSD-2-Clause */
/* test_named.c - host names: looked up together, counted when they have no address, kept beside their verdict. */
#include "unit/target/fixture_target.h"

#include <errno.h>

/* Longer than a label may be: the resolver refuses it without asking any server. */
#define NO_NAME "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct mst_targets *open_set(const char *with)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add(targets, with, &err), 0, "%s", err.text);
	return targets;
}

Test(target_named, a_name_without_an_address_is_counted_and_the_others_are_asked)
{
	struct mst_targets *targets = open_set(NO_NAME ",10.0.0.1,localhost," NO_NAME "b");
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	cr_expect_str_eq(intervals_of(targets), "10.0.0.1-10.0.0.1 127.0.0.1-127.0.0.1");
	cr_expect_eq(mst_targets_unresolved(targets), 2);
	cr_expect(strstr(mst_targets_unresolved_why(targets, 0),
	                 "target \"" NO_NAME "\": no IPv4 or IPv6 address found"));
	cr_expect_null(mst_targets_unresolved_why(targets, 2));
	mst_targets_free(targets);
}

static void expect_failure(struct mst_targets *targets, const char *part)
{
	struct mst_error err = { "" };

	for (int again = 0; again < 2; again++) {
		cr_expect_eq(mst_targets_close(targets, &err), -EINVAL);
		cr_expect(strstr(err.text, part), "%s", err.text);
	}
	mst_targets_free(targets);
}

Test(target_named, nothing_left_a_strict_set_and_an_exclude_are_errors)
{
	struct mst_targets *targets = open_set("10.0.0.1," NO_NAME);

	expect_failure(open_set(NO_NAME), "target \"" NO_NAME "\": no IPv4 or IPv6 address found");
	expect_failure(open_set(NO_NAME "," NO_NAME "b"), "none of 2 names has an address");
	mst_targets_be_strict(targets);
	expect_failure(targets, "no IPv4 or IPv6 address found");
	targets = open_set("10.0.0.1");
	cr_expect_eq(mst_targets_exclude(targets, NO_NAME, NULL), 0);
	expect_failure(targets, "exclude \"" NO_NAME "\"");
	targets = open_set("10.0.0.1," NO_NAME);
	mst_targets_free(targets);
}

Test(target_named, an_address_keeps_every_name_it_was_given_by)
{
	struct mst_targets *targets = open_set("localhost,127.0.0.2,LOCALHOST,localhost");
	struct mst_addr one = mst_addr_from_ipv4(0x7f000001), two = mst_addr_from_ipv4(0x7f000002);

	cr_expect_eq(mst_targets_close(targets, NULL), 0);
	cr_expect_str_eq(mst_targets_name(targets, &one), "localhost LOCALHOST");
	cr_expect_null(mst_targets_name(targets, &two));
	cr_expect(mst_targets_have_names(targets));
	mst_targets_free(targets);
	targets = set_of("127.0.0.1", NULL);
	cr_expect_null(mst_targets_name(targets, &one));
	cr_expect_not(mst_targets_have_names(targets));
	mst_targets_free(targets);
}

Test(target_named, many_names_at_once)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	for (int i = 0; i < 1000; i++) {
		char name[128];

		snprintf(name, sizeof name, "%s%d", NO_NAME, i);
		cr_assert_eq(mst_targets_add(targets, i % 2 ? name : "localhost", &err), 0, "%s", err.text);
	}
	cr_expect_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_unresolved(targets), 500);
	cr_expect(strstr(mst_targets_unresolved_why(targets, 499), NO_NAME "999"), "in the order given");
	cr_expect_eq(mst_targets_count(targets), 1);
	mst_targets_free(targets);
}
