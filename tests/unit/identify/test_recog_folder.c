/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_recog_folder.c - a folder in recog's format: a small one of our own, and recog's, where MUSTER_RECOG names it
 * (github.com/rapid7/recog, commit 14fa1a7, folder xml).
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture_examples.h"
#include "identify/signatures.h"

#define SMALL TEST_DATA "/identify/recog"

static size_t count_of(const char *folder, size_t *unused)
{
	struct mst_signatures *signatures;
	struct mst_error err = { "" };
	size_t before, all;

	cr_assert_eq(mst_signatures_new(&signatures, &err), 0, "%s", err.text);
	before = mst_signatures_count(signatures, unused);
	cr_expect_eq(*unused, 0);
	cr_assert_eq(mst_signatures_add_recog(signatures, folder, &err), 0, "%s", err.text);
	all = mst_signatures_count(signatures, unused);
	mst_signatures_free(signatures);
	return all - before;
}

Test(identify_recog_folder, fingerprints_for_texts_without_a_key_are_counted_apart)
{
	size_t unused;

	cr_expect_eq(count_of(SMALL, &unused), 5);
	cr_expect_eq(unused, 1);
}

Test(identify_recog_folder, every_example_matches_its_pattern)
{
	struct examples sum = examples_of(SMALL);

	cr_expect_eq(sum.patterns, 6);
	cr_expect_eq(sum.matched, sum.examples);
	cr_expect_eq(sum.wrong, 0);
}

Test(identify_recog_folder, all_of_recog_loads_and_all_but_two_of_its_examples_match)
{
	const char *folder = getenv("MUSTER_RECOG");
	struct examples sum;
	size_t unused, used;

	if (!folder)
		cr_skip("MUSTER_RECOG is not set");
	used = count_of(folder, &unused);
	sum = examples_of(folder);
	fprintf(stderr, "%zu patterns with a key, %zu without; %u of %u examples match; %u of %u versions are wrong\n",
	        used, unused, sum.matched, sum.examples, sum.wrong, sum.expected);
	cr_expect_eq(used + unused, 4657);
	cr_expect_eq(sum.patterns, 4657);
	cr_expect_eq(sum.examples, 7525);
	cr_expect_geq(sum.matched, 7523);
	cr_expect_eq(sum.wrong, 0);
}

Test(identify_recog_folder, a_folder_that_has_none_says_so)
{
	struct mst_signatures *signatures;
	struct mst_error err = { "" };

	cr_assert_eq(mst_signatures_new(&signatures, &err), 0, "%s", err.text);
	cr_expect_eq(mst_signatures_add_recog(signatures, "/nowhere/at/all", &err), -ENOENT);
	cr_expect_str_eq(err.text, "/nowhere/at/all: cannot be read: No such file or directory");
	cr_expect_eq(mst_signatures_add_recog(signatures, "/proc/self/fdinfo", &err), -EINVAL);
	cr_expect_str_eq(err.text, "/proc/self/fdinfo: no file ends in .xml; expected a folder of fingerprints in "
	                           "recog's format");
	mst_signatures_free(signatures);
}
