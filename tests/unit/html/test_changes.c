/* SPDX-License-Identifier: BSD-2-Clause */
/* test_changes.c - a map of what became of addresses. */
#include "html/changes.h"

#include <criterion/criterion.h>
#include <string.h>

#include "html/map.h"
#include "unit/html/fixture_html.h"

#define FIRST 0x0a000000

static struct mst_html_leaves leaves;

static void add(uint32_t octet, enum mst_html_change change)
{
	mst_html_leaves_add(&leaves, FIRST + octet, mst_html_changes[change].state);
}

static void begin(void)
{
	leaves = (struct mst_html_leaves){ .bits = 32, .most = 131072, .changes = true };
	add(1, MST_HTML_CAME);
	add(2, MST_HTML_WENT);
	add(3, MST_HTML_CHANGED);
	add(1, MST_HTML_SAME); /* of another port */
	add(2, MST_HTML_SAME);
	add(2, MST_HTML_SAME);
	add(4, MST_HTML_SAME);
	mst_html_leaves_end(&leaves);
}

static void end(void)
{
	mst_html_leaves_free(&leaves);
}

TestSuite(html_changes, .init = begin, .fini = end);

Test(html_changes, words_are_those_of_differences)
{
	cr_expect_eq(mst_html_change_of("went"), MST_HTML_WENT);
	cr_expect_eq(mst_html_change_of("same"), MST_HTML_SAME);
	cr_expect_eq(mst_html_change_of("gone"), MST_HTML_CHANGES);
}

Test(html_changes, what_changed_stands_for_an_address_however_much_is_the_same)
{
	const char *text;

	mst_html_map_data(fixture_ink(), &leaves);
	text = fixture_text();
	cr_expect(strstr(text, "{\"changes\":1,"), "%s", text);
	cr_expect(strstr(text, "[167772160,\".3241..."), "%s", text);
}

Test(html_changes, one_change_in_a_prefix_is_seen)
{
	struct mst_html_leaf prefix = { .states = { [MST_DOWN] = 255, [MST_UNREACHABLE] = 1 } };

	cr_expect_eq(mst_html_leaf_state(&prefix, true), MST_UNREACHABLE);
	cr_expect_eq(mst_html_leaf_state(&prefix, false), MST_DOWN);
}

Test(html_changes, people_who_hear_the_map_hear_of_changes)
{
	mst_html_map_draw(fixture_ink(), &leaves);
	cr_expect(strstr(fixture_text(), "aria-label=\"Map of 10.0.0.0/24: 1 changed 1 came 1 went 4 same\""), "%s",
	          fixture_text());
}

Test(html_changes, the_legend_has_what_there_is)
{
	const char *text;

	mst_html_map_legend(fixture_ink(), &leaves);
	text = fixture_text();
	cr_expect_eq(fixture_count(text, "class=\"swatch\""), 4);
	cr_expect(strstr(text, "data-column=\"change\" data-value=\"went\">"));
	cr_expect_eq(fixture_count(text, "data-value"), 3);
}
