/* SPDX-License-Identifier: BSD-2-Clause */
/* test_strip.c - bars of a past, and lines of times. */
#include "html/strip.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static const char *strip(const struct mst_html_bar *bars, size_t count)
{
	mst_html_strip_draw(fixture_ink(), bars, count, "rounds");
	return fixture_text();
}

static const char *line(const int64_t *times_ns, size_t count)
{
	mst_html_line_draw(fixture_ink(), times_ns, count);
	return fixture_text();
}

Test(html_strip, bars_that_are_alike_are_one_rectangle)
{
	const struct mst_html_bar bars[] = { { true, 2, 2 }, { true, 9, 9 }, { true, 1, 0 }, { true, 1, 1 } };
	const char *text = strip(bars, 4);

	cr_expect(strstr(text, "<path class=\"f-up\" d=\"M0 0h6v16h-6zM9 0h3v16h-3z\"/>"), "%s", text);
	cr_expect(strstr(text, "<path class=\"f-unreachable\" d=\"M6 0h3v16h-3z\"/>"), "%s", text);
	cr_expect(strstr(text, "aria-label=\"4 rounds, not up in 1\""), "%s", text);
}

Test(html_strip, one_miss_of_a_million_is_seen)
{
	const struct mst_html_bar bar = { true, 1000000, 999999 };
	const char *text = strip(&bar, 1);

	cr_expect(strstr(text, "f-unreachable\" d=\"M0 0h3v2h-3z\""), "%s", text);
	cr_expect(strstr(text, "f-up\" d=\"M0 2h3v14h-3z\""), "%s", text);
}

Test(html_strip, what_is_not_known_is_striped_and_what_was_not_watched_is_empty)
{
	const struct mst_html_bar bars[] = { { false, 0, 0 }, { true, 0, 0 } };
	const char *text = strip(bars, 2);

	cr_expect(strstr(text, "<path class=\"q\" d=\"M3 0h3v16h-3z\"/>"), "%s", text);
	cr_expect_not(strstr(text, "f-up"));
	cr_expect_not(strstr(text, "f-unreachable"));
	cr_expect(strstr(text, "aria-label=\"1 rounds, not known in 1\""), "%s", text);
}

Test(html_strip, a_line_has_gaps_where_there_was_no_answer)
{
	const int64_t times_ns[] = { 1000000, 2000000, -1, 2000000 };
	const char *text = line(times_ns, 4);

	cr_expect(strstr(text, "d=\"M1 10.0h1L4 1.0M10 1.0h1\""), "%s", text);
	cr_expect(strstr(text, "Round-trip times from 1.00 ms to 2.00 ms"), "%s", text);
}

Test(html_strip, one_time_is_no_line)
{
	const int64_t times_ns[] = { -1, 5, -1 };

	cr_expect_str_eq(line(times_ns, 3), "");
}
