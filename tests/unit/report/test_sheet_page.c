/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sheet_page.c - tables other than verdicts as pages. */
#include "report/sheet_page.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "unit/report/fixture_report.h"

static const char *page(const struct mst_sheet_content *content)
{
	struct report_fixture fixture = fixture_new();
	struct mst_sheet_config config = { .force = true };
	struct mst_sheet *sheet;
	char path[96];
	const char *text;

	snprintf(path, sizeof path, "%s/x.html", fixture.folder);
	cr_assert_eq(mst_sheet_open(&sheet, path, &config, &fixture.err), 0, "%s", fixture.err.text);
	cr_assert_eq(mst_sheet_write(sheet, content, &fixture.err), 0, "%s", fixture.err.text);
	mst_sheet_close(sheet);
	text = fixture_read(&fixture, "x.html");
	fixture_free(&fixture);
	return text;
}

Test(report_sheet_page, the_first_table_is_whole_and_the_others_are_listed)
{
	static const char *const columns[] = { "addr", "port", "state", "empty", NULL }, *const others[] = { "iface",
		                                                                                             NULL };
	struct mst_pair row[] = { { .name = "addr", .kind = MST_PAIR_TEXT, .text = "10.0.0.1" },
		                  { .name = "port", .kind = MST_PAIR_COUNT, .count = 22 },
		                  { .name = "state", .kind = MST_PAIR_TEXT, .text = "<b>open</b>" },
		                  { .name = "empty", .kind = MST_PAIR_TEXT } };
	struct mst_pair other[] = { { .name = "iface", .kind = MST_PAIR_TEXT, .text = "<eth0>" } };
	struct mst_pairs rows = { row, 4 }, other_rows = { other, 1 };
	struct mst_pair summary[] = { { .name = "came", .kind = MST_PAIR_COUNT, .count = 3 },
		                      { .name = "went", .kind = MST_PAIR_COUNT } };
	struct mst_sheet_table tables[] = { { .name = "differences", .columns = columns, .rows = &rows, .count = 1 },
		                            { .name = "links", .columns = others, .rows = &other_rows, .count = 1 } };
	struct mst_sheet_content content = { .summary = { summary, 2 }, .tables = tables, .count = 2 };
	const char *text = page(&content);

	cr_expect(strstr(text, "<h1>Differences</h1>"));
	cr_expect(strstr(text, "<dt>came</dt><dd>3</dd>"));
	cr_expect_not(strstr(text, "<dt>went</dt>"));
	cr_expect(strstr(text, "<td>10.0.0.1</td><td class=\"n\">22</td><td><b class=\"s\" "
	                       "data-s=\"&lt;b&gt;open&lt;/b&gt;\">&lt;b&gt;open&lt;/b&gt;</b></td></tr>"));
	cr_expect_not(strstr(text, "data-name=\"empty\""));
	cr_expect(strstr(text, "<td>&lt;eth0&gt;</td>"));
}

Test(report_sheet_page, long_texts_are_cut_at_a_character)
{
	static const char *const columns[] = { "text", NULL };
	char text[1203] = "";
	struct mst_pair row[] = { { .name = "text", .kind = MST_PAIR_TEXT, .text = text } };
	struct mst_pairs rows = { row, 1 };
	struct mst_sheet_table table = { .name = "texts", .columns = columns, .rows = &rows, .count = 1 };
	struct mst_sheet_content content = { .tables = &table, .count = 1 };

	for (size_t i = 0; i + 3 < sizeof text; i += 3)
		memcpy(text + i, "日", 3);
	cr_expect(strstr(page(&content), "日…</td>"));
}

Test(report_sheet_page, a_real_has_a_point)
{
	char text[MST_SHEET_REAL];

	cr_expect_str_eq(mst_sheet_real(text, 1.5), "1.5");
	cr_expect_str_eq(mst_sheet_real(text, NAN), "");
}
