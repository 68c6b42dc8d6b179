/* SPDX-License-Identifier: BSD-2-Clause */
/* spread.c - see spread.h. Counters below 16 ns are one each; above, the four bits behind the highest one choose. */
#include "html/spread.h"

#include <muster/units.h>

#define FINE MST_HTML_SPREAD_FINE
#define COLUMNS 24
#define LABEL_COLUMNS 4 /* a time is as wide as these */
#define NS_PER_US 1000
#define LEFT 8
#define WIDE 20 /* of a column, in units of the drawing */
#define HIGH 120

static unsigned counter_of(uint64_t ns)
{
	unsigned power = ns < FINE ? 0 : 63 - (unsigned)__builtin_clzll(ns) - 3;
	unsigned counter = power == 0 ? (unsigned)ns : power * FINE + (unsigned)((ns >> (power - 1)) & (FINE - 1));

	return counter < MST_HTML_SPREAD_COUNTERS ? counter : MST_HTML_SPREAD_COUNTERS - 1;
}

/* The least time of a counter. */
static uint64_t time_of(unsigned counter)
{
	unsigned power = counter / FINE;

	return power == 0 ? counter : (uint64_t)(FINE + counter % FINE) << (power - 1);
}

void mst_html_spread_add(struct mst_html_spread *spread, uint64_t ns)
{
	uint32_t *at = &spread->at[counter_of(ns)];

	spread->count++;
	*at += *at < UINT32_MAX;
}

uint64_t mst_html_spread_quantile(const struct mst_html_spread *spread, double share)
{
	uint64_t wanted = (uint64_t)(share * (double)spread->count), seen = 0;

	for (unsigned i = 0; i < MST_HTML_SPREAD_COUNTERS; i++) {
		seen += spread->at[i];
		if (spread->at[i] && seen >= wanted)
			return time_of(i);
	}
	return 0;
}

/* ---- the picture ---- */

struct columns {
	unsigned first, each, count; /* counters */
	uint64_t most;
};

static uint64_t sum(const struct mst_html_spread *spread, const struct columns *columns, unsigned column)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < columns->each; i++) {
		unsigned counter = columns->first + column * columns->each + i;

		all += counter < MST_HTML_SPREAD_COUNTERS ? spread->at[counter] : 0;
	}
	return all;
}

static struct columns columns_of(const struct mst_html_spread *spread)
{
	struct columns columns = { .each = 1 };
	unsigned last = MST_HTML_SPREAD_COUNTERS - 1;

	while (columns.first < last && !spread->at[columns.first])
		columns.first++;
	while (last > columns.first && !spread->at[last])
		last--;
	while ((last - columns.first) / columns.each >= COLUMNS)
		columns.each *= 2;
	columns.first -= columns.first % columns.each;
	columns.count = (last - columns.first) / columns.each + 1;
	for (unsigned i = 0; i < columns.count; i++) {
		uint64_t all = sum(spread, &columns, i);

		columns.most = all > columns.most ? all : columns.most;
	}
	return columns;
}

static void put_time(struct mst_ink *ink, uint64_t ns)
{
	if (ns < NS_PER_US * 100)
		mst_ink_format(ink, "%.3g µs", (double)ns / NS_PER_US);
	else if (ns < 10 * MST_NS_PER_MS)
		mst_ink_format(ink, "%.3g ms", (double)ns / MST_NS_PER_MS);
	else if (ns < MST_NS_PER_SECOND)
		mst_ink_format(ink, "%.0f ms", (double)ns / MST_NS_PER_MS);
	else
		mst_ink_format(ink, "%.3g s", (double)ns / MST_NS_PER_SECOND);
}

static void put_column(struct mst_ink *ink, const struct columns *columns, unsigned column, uint64_t count)
{
	double high = HIGH * (double)count / (double)columns->most;
	unsigned first = columns->first + column * columns->each;

	mst_ink_format(ink, "<rect x=\"%u\" y=\"%.1f\" width=\"%u\" height=\"%.1f\"><title>", LEFT + column * WIDE,
	               HIGH - high + 4, WIDE - 2, high < 0.5 && count ? 0.5 : high);
	mst_ink_grouped(ink, count);
	mst_ink_put(ink, " from ");
	put_time(ink, time_of(first));
	mst_ink_put(ink, " to ");
	put_time(ink, time_of(first + columns->each));
	mst_ink_put(ink, "</title></rect>");
}

static void put_axis(struct mst_ink *ink, const struct columns *columns)
{
	unsigned step = columns->count / 4 > LABEL_COLUMNS ? columns->count / 4 : LABEL_COLUMNS;

	for (unsigned i = 0; i < columns->count; i += step) {
		mst_ink_format(ink, "<text x=\"%u\" y=\"%u\">", LEFT + i * WIDE, HIGH + 22);
		put_time(ink, time_of(columns->first + i * columns->each));
		mst_ink_put(ink, "</text>");
	}
}

static void put_quantiles(struct mst_ink *ink, const struct mst_html_spread *spread)
{
	static const struct {
		double share;
		const char *words;
	} quantiles[] = { { 0.5, "half of them within " }, { 0.95, ", 95 % within " }, { 0.99, ", 99 % within " } };

	mst_ink_put(ink, "<p>");
	mst_ink_grouped(ink, spread->count);
	mst_ink_put(ink, spread->count == 1 ? " time: " : " times: ");
	for (unsigned i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
		mst_ink_put(ink, quantiles[i].words);
		put_time(ink, mst_html_spread_quantile(spread, quantiles[i].share));
	}
	mst_ink_put(ink, "</p>");
	mst_ink_line(ink);
}

void mst_html_spread_draw(struct mst_ink *ink, const struct mst_html_spread *spread)
{
	struct columns columns;

	if (spread->count == 0)
		return;
	columns = columns_of(spread);
	put_quantiles(ink, spread);
	mst_ink_format(
		ink,
		"<svg class=\"spread\" viewBox=\"0 0 %u %u\" role=\"img\" aria-label=\"Distribution of round-trip "
		"times\">",
		LEFT + (columns.count < 16 ? 16 : columns.count) * WIDE + 48, HIGH + 28);
	for (unsigned i = 0; i < columns.count; i++)
		put_column(ink, &columns, i, sum(spread, &columns, i));
	put_axis(ink, &columns);
	mst_ink_put(ink, "</svg>");
	mst_ink_line(ink);
}
