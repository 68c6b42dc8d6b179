/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * metrics_text.h - the two text formats of metrics: families and samples. Pure.
 *
 *     # HELP muster_probes_total Probes sent …       classic: names and types as they stand in the samples
 *     # TYPE muster_probes_total counter
 *     muster_probes_total{addr="10.0.0.1"} 12
 *
 *     # HELP muster_probes Probes sent …             OpenMetrics 1.0: a family has no suffix, its samples have
 *     # TYPE muster_probes counter
 *     muster_probes_total{addr="10.0.0.1"} 12
 *     muster_probes_created{addr="10.0.0.1"} 1764422000
 *
 * Numbers are written by digits: a locale has no part in them.
 */
#ifndef MST_WATCH_METRICS_TEXT_H
#define MST_WATCH_METRICS_TEXT_H

#include <muster/metrics.h>
#include <stdio.h>

enum mst_metric_kind { MST_METRIC_GAUGE, MST_METRIC_COUNTER, MST_METRIC_INFO };

struct mst_metric {
	const char *name; /* without suffix of its kind */
	enum mst_metric_kind kind;
	const char *unit; /* "seconds"; "" for none. The name ends in it */
	const char *help;
};

/* Nanoseconds of a second, or a count. */
struct mst_metric_value {
	uint64_t whole;
	uint32_t nanos;
};

/* Pairs of names and values in turn; a value of NULL or "" is left out. */
struct mst_metric_label {
	const char *name, *value;
};

struct mst_metric_sheet {
	FILE *out;
	enum mst_metrics_format format;
	const char *watch;   /* the label of every series; NULL: none */
	uint64_t created_ns; /* of counters, since 1970, UTC; 0: they began earlier, and it is not known when */
};

struct mst_metric_value mst_metric_seconds(uint64_t ns);
struct mst_metric_value mst_metric_count(uint64_t count);

/* The lines in front of the samples. */
void mst_metric_begin(const struct mst_metric_sheet *sheet, const struct mst_metric *metric);

/* One sample; of a counter in OpenMetrics, when it began, too. */
void mst_metric_sample(const struct mst_metric_sheet *sheet, const struct mst_metric *metric,
                       const struct mst_metric_label *labels, size_t count, struct mst_metric_value value);

/* The line that ends the text, where the format has one. */
void mst_metric_end(const struct mst_metric_sheet *sheet);

/*
 * The value of a label, without its quotes: backslash, quote and line feed escaped; other control characters, and bytes
 * that are not UTF-8, become U+FFFD.
 */
void mst_metric_escape(const char *value, FILE *out);

#endif
