/* SPDX-License-Identifier: BSD-2-Clause */
/* test_metrics_text.c - families and samples in both formats, and what becomes of hostile labels. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "watch/metrics_text.h"

static char *text;
static size_t length;

static struct mst_metric_sheet sheet_of(enum mst_metrics_format format)
{
	return (struct mst_metric_sheet){ .out = open_memstream(&text, &length), .format = format };
}

static void is(struct mst_metric_sheet *sheet, const char *expected)
{
	fclose(sheet->out);
	cr_assert_str_eq(text, expected);
	free(text);
}

static const struct mst_metric counter = { "muster_probes", MST_METRIC_COUNTER, "", "Probes." };
static const struct mst_metric info = { "muster_target", MST_METRIC_INFO, "", "A host." };
static const struct mst_metric gauge = { "muster_rtt_seconds", MST_METRIC_GAUGE, "seconds", "A time." };

static void write_all(struct mst_metric_sheet *sheet)
{
	const struct mst_metric_label addr = { "addr", "10.0.0.1" };

	mst_metric_begin(sheet, &counter);
	mst_metric_sample(sheet, &counter, &addr, 1, mst_metric_count(12));
	mst_metric_begin(sheet, &info);
	mst_metric_sample(sheet, &info, &addr, 1, mst_metric_count(1));
	mst_metric_begin(sheet, &gauge);
	mst_metric_sample(sheet, &gauge, NULL, 0, mst_metric_seconds(1250000));
	mst_metric_end(sheet);
}

Test(watch_metrics_text, classic_names_and_types_are_those_of_the_samples)
{
	struct mst_metric_sheet sheet = sheet_of(MST_METRICS_CLASSIC);

	sheet.created_ns = 5000000000;
	write_all(&sheet);
	is(&sheet, "# HELP muster_probes_total Probes.\n# TYPE muster_probes_total counter\n"
	           "muster_probes_total{addr=\"10.0.0.1\"} 12\n"
	           "# HELP muster_target_info A host.\n# TYPE muster_target_info gauge\n"
	           "muster_target_info{addr=\"10.0.0.1\"} 1\n"
	           "# HELP muster_rtt_seconds A time.\n# TYPE muster_rtt_seconds gauge\nmuster_rtt_seconds 0.00125\n");
}

Test(watch_metrics_text, openmetrics_has_families_units_creation_and_an_end)
{
	struct mst_metric_sheet sheet = sheet_of(MST_METRICS_OPEN);

	sheet.created_ns = 5500000000;
	write_all(&sheet);
	is(&sheet, "# HELP muster_probes Probes.\n# TYPE muster_probes counter\n"
	           "muster_probes_total{addr=\"10.0.0.1\"} 12\nmuster_probes_created{addr=\"10.0.0.1\"} 5.5\n"
	           "# HELP muster_target A host.\n# TYPE muster_target info\n"
	           "muster_target_info{addr=\"10.0.0.1\"} 1\n"
	           "# HELP muster_rtt_seconds A time.\n# TYPE muster_rtt_seconds gauge\n"
	           "# UNIT muster_rtt_seconds seconds\nmuster_rtt_seconds 0.00125\n# EOF\n");
}

Test(watch_metrics_text, counters_that_go_on_say_no_beginning)
{
	struct mst_metric_sheet sheet = sheet_of(MST_METRICS_OPEN);

	mst_metric_sample(&sheet, &counter, NULL, 0, mst_metric_count(UINT64_MAX));
	is(&sheet, "muster_probes_total 18446744073709551615\n");
}

Test(watch_metrics_text, empty_labels_are_left_out_and_the_watch_comes_last)
{
	struct mst_metric_sheet sheet = sheet_of(MST_METRICS_CLASSIC);
	const struct mst_metric_label labels[] = { { "addr", "::1" }, { "name", NULL }, { "mac", "" } };

	sheet.watch = "lan \"a\"";
	mst_metric_sample(&sheet, &info, labels, 3, mst_metric_count(1));
	mst_metric_sample(&sheet, &gauge, NULL, 0, mst_metric_seconds(3000000001));
	is(&sheet, "muster_target_info{addr=\"::1\",watch=\"lan \\\"a\\\"\"} 1\n"
	           "muster_rtt_seconds{watch=\"lan \\\"a\\\"\"} 3.000000001\n");
}

Test(watch_metrics_text, hostile_label_values_cannot_leave_their_quotes_nor_their_line)
{
	struct mst_metric_sheet sheet = sheet_of(MST_METRICS_CLASSIC);

	mst_metric_escape("a\"} 1\nmuster_up 0\\", sheet.out);
	is(&sheet, "a\\\"} 1\\nmuster_up 0\\\\");
	sheet = sheet_of(MST_METRICS_CLASSIC);
	mst_metric_escape("\x1b[2J\r\t\x7f\xc2\x9b\xff\xc0\x80 \xc3\xa9 \xe2\x82\xac \xed\xa0\x80", sheet.out);
	is(&sheet, "\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	           " \xc3\xa9 \xe2\x82\xac \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
