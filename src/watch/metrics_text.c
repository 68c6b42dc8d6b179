/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics_text.c - see metrics_text.h. */
#include "watch/metrics_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static const char *const kinds[] = { "gauge", "counter", "info" };
static const char *const suffixes[] = { "", "_total", "_info" };

struct mst_metric_value mst_metric_seconds(uint64_t ns)
{
	return (struct mst_metric_value){ ns / MST_NS_PER_SECOND, (uint32_t)(ns % MST_NS_PER_SECOND) };
}

struct mst_metric_value mst_metric_count(uint64_t count)
{
	return (struct mst_metric_value){ .whole = count };
}

static void put_escaped(const uint8_t *bytes, size_t length, uint32_t character, FILE *out)
{
	if (character == '\n')
		fputs("\\n", out);
	else if (length == 0 || character < 0x20 || (character >= 0x7f && character < 0xa0))
		fputs(REPLACEMENT, out);
	else
		fprintf(out, "%s%.*s", character == '\\' || character == '"' ? "\\" : "", (int)length,
		        (const char *)bytes);
}

/* The number of characters that stand for themselves: nearly all of them, so they are written together. */
static size_t plain(const uint8_t *at, const uint8_t *end)
{
	const uint8_t *from = at;

	while (at < end && *at >= 0x20 && *at < 0x7f && *at != '\\' && *at != '"')
		at++;
	return (size_t)(at - from);
}

void mst_metric_escape(const char *value, FILE *out)
{
	const uint8_t *at = (const uint8_t *)value, *end = at + strlen(value);

	while (at < end) {
		uint32_t character;
		size_t length = plain(at, end);

		fwrite(at, 1, length, out);
		at += length;
		if (at == end)
			break;
		length = mst_utf8_read(at, (size_t)(end - at), &character);

		put_escaped(at, length, character, out);
		at += length ? length : 1;
	}
}

void mst_metric_begin(const struct mst_metric_sheet *sheet, const struct mst_metric *metric)
{
	bool open = sheet->format == MST_METRICS_OPEN;
	const char *suffix = open ? "" : suffixes[metric->kind];
	const char *kind = !open && metric->kind == MST_METRIC_INFO ? "gauge" : kinds[metric->kind];

	fprintf(sheet->out, "# HELP %s%s %s\n# TYPE %s%s %s\n", metric->name, suffix, metric->help, metric->name,
	        suffix, kind);
	if (open && *metric->unit)
		fprintf(sheet->out, "# UNIT %s %s\n", metric->name, metric->unit);
}

static void put_labels(const struct mst_metric_sheet *sheet, const struct mst_metric_label *labels, size_t count)
{
	const struct mst_metric_label watch = { "watch", sheet->watch };
	char before = '{';

	for (size_t i = 0; i <= count; i++) {
		const struct mst_metric_label *label = i < count ? &labels[i] : &watch;

		if (!label->value || !*label->value)
			continue;
		fprintf(sheet->out, "%c%s=\"", before, label->name);
		mst_metric_escape(label->value, sheet->out);
		fputc('"', sheet->out);
		before = ',';
	}
	if (before == ',')
		fputc('}', sheet->out);
}

static void put_value(const struct mst_metric_sheet *sheet, struct mst_metric_value value)
{
	char digits[12];
	int length = snprintf(digits, sizeof digits, "%09" PRIu32, value.nanos);

	while (length > 0 && digits[length - 1] == '0')
		length--;
	fprintf(sheet->out, " %" PRIu64 "%s%.*s\n", value.whole, length > 0 ? "." : "", length, digits);
}

void mst_metric_sample(const struct mst_metric_sheet *sheet, const struct mst_metric *metric,
                       const struct mst_metric_label *labels, size_t count, struct mst_metric_value value)
{
	fprintf(sheet->out, "%s%s", metric->name, suffixes[metric->kind]);
	put_labels(sheet, labels, count);
	put_value(sheet, value);
	if (sheet->format != MST_METRICS_OPEN || metric->kind != MST_METRIC_COUNTER || !sheet->created_ns)
		return;
	fprintf(sheet->out, "%s_created", metric->name);
	put_labels(sheet, labels, count);
	put_value(sheet, mst_metric_seconds(sheet->created_ns));
}

void mst_metric_end(const struct mst_metric_sheet *sheet)
{
	if (sheet->format == MST_METRICS_OPEN)
		fputs("# EOF\n", sheet->out);
}
