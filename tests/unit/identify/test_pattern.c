/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pattern.c - single patterns: what is refused, what they match, and that hostile texts end at the limits. */
#include "identify/pattern.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

static struct mst_pattern *pattern_of(const char *text, unsigned flags)
{
	char wrong[MST_PATTERN_WRONG] = "";
	bool memory;
	struct mst_pattern *pattern = mst_pattern_new((const uint8_t *)text, strlen(text), flags, wrong, &memory);

	cr_assert_not_null(pattern, "%s: %s", text, wrong);
	return pattern;
}

static bool matches(const char *pattern, unsigned flags, const char *text, struct mst_groups *groups)
{
	struct mst_pattern *compiled = pattern_of(pattern, flags);
	struct mst_match_room *room = mst_match_room_new();
	bool found = mst_pattern_match(compiled, room, (const uint8_t *)text, strlen(text), groups);

	mst_match_room_free(room);
	mst_pattern_free(compiled);
	return found;
}

Test(identify_pattern, groups_point_into_the_text_and_those_without_a_part_are_empty)
{
	struct mst_groups groups;

	cr_assert(matches("a(b)?(c)", 0, "xac", &groups));
	cr_expect_eq(groups.count, 3);
	cr_expect_eq(groups.of[1].size, 0);
	cr_expect_eq(groups.of[2].size, 1);
	cr_expect_eq(*groups.of[2].bytes, 'c');
	cr_expect(!matches("a(b)?(c)", 0, "", &groups));
}

Test(identify_pattern, flags_are_those_of_ruby)
{
	struct mst_groups groups;

	cr_expect(!matches("^B.C$", 0, "a\nb\nc\nd", &groups));
	cr_expect(!matches("^B.C$", MST_PATTERN_ICASE | MST_PATTERN_LINES, "a\nb\nc\nd", &groups));
	cr_expect(matches("^B.C$", MST_PATTERN_ICASE | MST_PATTERN_LINES | MST_PATTERN_DOTALL, "a\nb\nc\nd", &groups));
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Each would take longer than the age of the universe, or all memory. The bound is that of a busy machine. */
Test(identify_pattern, hostile_texts_end_at_the_limits)
{
	static const char *const slow[] = {
		"^(a+)+$", "^(a|aa)+$", "^(?:a*)*b", "(.*)*x\\1y", "^((?:a|b)*?)*$", "(?:(?:a?){40}a{40})+c",
	};
	static char text[32768];
	struct mst_groups groups;

	memset(text, 'a', sizeof text - 2);
	text[sizeof text - 2] = '!';
	for (size_t i = 0; i < sizeof slow / sizeof *slow; i++) {
		double begin = seconds();

		cr_expect(!matches(slow[i], 0, text, &groups), "%s", slow[i]);
		cr_expect_lt(seconds() - begin, 2.0, "%s", slow[i]);
	}
}

static void expect_refused(const char *text, const char *sentence)
{
	char wrong[MST_PATTERN_WRONG] = "";
	bool memory;

	cr_expect_null(mst_pattern_new((const uint8_t *)text, strlen(text), 0, wrong, &memory), "%s", text);
	cr_expect_str_eq(wrong, sentence);
	cr_expect(!memory);
}

Test(identify_pattern, a_pattern_that_is_wrong_says_where)
{
	expect_refused("a(b", "the pattern is wrong at byte 4: missing closing parenthesis");
	expect_refused("(*UTF)a", "the pattern is wrong at byte 7: using UTF is disabled by the application");
	expect_refused("()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()",
	               "the pattern has 32 groups; expected at most 31");
}

Test(identify_pattern, freeing_nothing_is_fine)
{
	mst_pattern_free(NULL);
	mst_match_room_free(NULL);
}
