/* SPDX-License-Identifier: BSD-2-Clause */
/* test_table.c - the first rows as HTML, the others as JSON. */
#include "html/table.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static const char *table_of(unsigned rows, const char *text)
{
	struct mst_html_table table = { .columns = { { "addr", "addr", false },
		                                     { "port", "port", true },
		                                     { "state", "state", false },
		                                     { "banner", "banner", false } },
		                        .count = 4 };

	mst_html_table_begin(&table, fixture_ink(), "Verdicts");
	for (unsigned i = 0; i < rows; i++) {
		char addr[16];
		struct mst_html_cell cells[] = { { addr, (size_t)snprintf(addr, sizeof addr, "10.0.0.%u", i) },
			                         { "22", 2 },
			                         { "open", 4 },
			                         { text, strlen(text) } };

		mst_html_table_row(&table, cells);
	}
	mst_html_table_end(&table);
	mst_html_table_free(&table);
	return fixture_text();
}

Test(html_table, few_rows_need_no_script)
{
	const char *text = table_of(3, "");

	cr_expect(strstr(text, "<tr><td>10.0.0.2</td><td class=\"n\">22</td>"
	                       "<td><b class=\"s\" data-s=\"open\">open</b></td><td></td></tr>"));
	cr_expect(strstr(text, "id=\"more\">[]</script>"));
	cr_expect_not(strstr(text, "<noscript>"));
}

Test(html_table, no_row_is_a_table_too)
{
	cr_expect(strstr(table_of(0, ""), "<tbody>\n</tbody></table></div>"));
	cr_expect(strstr(fixture_text(), "id=\"more\">[]</script>"));
}

Test(html_table, the_other_rows_are_pieces_of_json)
{
	const char *text = table_of(MST_HTML_ROWS_AS_HTML + MST_HTML_PIECE + 2, "x");

	cr_expect_eq(fixture_count(text, "<tr>"), MST_HTML_ROWS_AS_HTML + 1);
	cr_expect(strstr(text, "id=\"more\">[{\"n\":256,\"c\":[{\"p\":\"10.0.0.\",\"s\":\"500|501|"));
	cr_expect(strstr(text,
	                 ",\n{\"n\":2,\"c\":[{\"p\":\"10.0.0.75\",\"s\":\"6|7\"},\"22\",\"open\",\"x\"]}]</script>"),
	          "%s", text);
	cr_expect(strstr(text, "<noscript><p class=\"note\">Of 758 rows, the first 500"));
}

Test(html_table, hostile_text_is_text_in_both)
{
	const char *text = table_of(MST_HTML_ROWS_AS_HTML + 3, "</script><script>alert(1)</script>");

	cr_expect_eq(fixture_count(text, "<script"), 1);
	cr_expect_eq(fixture_count(text, "</script"), 1);
	cr_expect_eq(fixture_count(text, "&lt;script&gt;"), MST_HTML_ROWS_AS_HTML);
}

Test(html_table, rows_of_long_text_have_room)
{
	static char text[40000];

	memset(text, 'x', sizeof text - 1);
	cr_expect(strstr(table_of(20, text), "xxxxx"));
	for (size_t i = 0; i < 3; i++)
		text[i * 1000] = (char)('a' + i);
	text[2000] = '\0';
	cr_expect_eq(fixture_count(table_of(MST_HTML_ROWS_AS_HTML - 300, text), "<tr>"), MST_HTML_ROWS_AS_HTML - 299);
}
