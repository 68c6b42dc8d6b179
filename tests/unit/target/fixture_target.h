/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_target.h - what the tests of this room share: sets from texts, and texts from sets.
 */
#ifndef TESTS_UNIT_TARGET_FIXTURE_TARGET_H
#define TESTS_UNIT_TARGET_FIXTURE_TARGET_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "target/set.h"

/* A closed set of these expressions, separated by blanks; `without` likewise, or NULL. */
static inline struct mst_targets *set_of(const char *with, const char *without)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };
	char texts[1024], *rest = texts, *text;

	snprintf(texts, sizeof texts, "%s", with);
	while ((text = strsep(&rest, " ")) != NULL)
		cr_assert_eq(mst_targets_add(targets, text, &err), 0, "%s", err.text);
	snprintf(texts, sizeof texts, "%s", without ? without : "");
	rest = without ? texts : NULL;
	while ((text = strsep(&rest, " ")) != NULL)
		cr_assert_eq(mst_targets_exclude(targets, text, &err), 0, "%s", err.text);
	cr_assert_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	return targets;
}

/* "10.0.0.1-10.0.0.3 10.0.0.9-10.0.0.9": its intervals. Valid until the next call. */
static inline const char *intervals_of(const struct mst_targets *targets)
{
	static char text[4096];
	struct mst_addr first, last;
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		char a[MST_ADDR_TEXT], b[MST_ADDR_TEXT];

		mst_addr_format(&first, a);
		mst_addr_format(&last, b);
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%s-%s", i > 0 ? " " : "", a, b);
	}
	return text;
}

#endif
