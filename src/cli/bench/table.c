/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - see table.h: what people read. */
#include "cli/bench/table.h"

#include <inttypes.h>
#include <math.h>
#include <muster/text.h>
#include <muster/units.h>
#include <string.h>

#define COLUMNS 10
#define TEXT_MAX 32
#define GAP 2
#define BAR_MAX 24 /* columns of the longest bar */
#define BAR_MIN 6
#define REMARK_MIN 40
#define USUAL_WIDTH 160

struct row {
	char texts[COLUMNS][TEXT_MAX];
};

static const struct {
	const char *title;
	bool right;
} columns[COLUMNS] = {
	{ "network", false },  { "engine", false }, { "rx", false },      { "lanes", true },    { "sent/s", true },
	{ "matched/s", true }, { "CPU s/M", true }, { "ns/probe", true }, { "lost out", true }, { "lost back", true },
};

/* ---- cells ---- */

static void write_rate(char *text, double pps)
{
	if (isfinite(pps))
		mst_write_grouped(text, TEXT_MAX, (uint64_t)llround(pps));
}

static void write_real(char *text, const char *format, double value)
{
	if (isfinite(value))
		snprintf(text, TEXT_MAX, format, value);
}

/* Small losses are printed as a number: none and nearly none are not the same. */
static void write_lost(char *text, uint64_t lost, uint64_t of)
{
	double percent = of ? 100.0 * (double)lost / (double)of : 0;

	if (percent >= 0.05)
		snprintf(text, TEXT_MAX, "%.1f %%", percent);
	else
		mst_write_grouped(text, TEXT_MAX, lost);
}

static void fill_titles(struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++)
		snprintf(row->texts[i], TEXT_MAX, "%s", columns[i].title);
}

static void fill(struct row *row, const struct mst_bench_cell *cell)
{
	const struct mst_lab_figures *figures = &cell->figures;

	*row = (struct row){ 0 };
	snprintf(row->texts[0], TEXT_MAX, "%s", mst_lab_network_name(cell->run.network));
	if (cell->run.engine)
		snprintf(row->texts[1], TEXT_MAX, "%s", cell->run.engine);
	if (cell->rx_matters)
		snprintf(row->texts[2], TEXT_MAX, "%s", cell->run.rx);
	if (cell->run.engine)
		snprintf(row->texts[3], TEXT_MAX, "%u", cell->run.lanes);
	if (!cell->measured)
		return;
	write_rate(row->texts[4], figures->rate_pps);
	write_rate(row->texts[5], mst_bench_matched_pps(cell));
	write_real(row->texts[6], "%.2f", mst_bench_cpu_s_per_million(cell));
	write_real(row->texts[7], "%.0f", mst_bench_ns_per_probe(cell));
	write_lost(row->texts[8], mst_bench_lost_out(cell), figures->sent);
	if (cell->rx_matters)
		write_lost(row->texts[9], mst_bench_lost_back(cell), figures->answered);
}

/* ---- the page ---- */

struct page {
	FILE *out;
	size_t widths[COLUMNS];
	size_t used; /* columns of the screen before the bar */
	size_t bar;  /* of the longest */
	double most_pps;
};

static void measure(struct page *page, const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		size_t width = strlen(row->texts[i]);

		if (width > page->widths[i])
			page->widths[i] = width;
	}
}

static void lay_out(struct page *page, const struct mst_bench_cells *cells, unsigned width)
{
	struct row row;
	size_t whole = width ? width : USUAL_WIDTH;

	fill_titles(&row);
	measure(page, &row);
	for (size_t i = 0; i < cells->count; i++) {
		fill(&row, &cells->cells[i]);
		measure(page, &row);
		if (cells->cells[i].measured && cells->cells[i].figures.rate_pps > page->most_pps)
			page->most_pps = cells->cells[i].figures.rate_pps;
	}
	for (size_t i = 0; i < COLUMNS; i++)
		page->used += page->widths[i] + GAP;
	page->bar = whole > page->used + BAR_MIN ? whole - page->used : 0;
	page->bar = page->bar < BAR_MAX ? page->bar : BAR_MAX;
}

/* Columns [0, until); returns how wide they came out. */
static size_t print_row(const struct page *page, const struct row *row, size_t until)
{
	size_t width = 0;

	for (size_t i = 0; i < until; i++) {
		size_t gap = i ? GAP : 0;

		mst_print(page->out, columns[i].right ? "%*s%*s" : "%*s%-*s", (int)gap, "", (int)page->widths[i],
		          row->texts[i]);
		width += gap + page->widths[i];
	}
	return width;
}

static void print_bar(const struct page *page, double pps)
{
	size_t halves = (size_t)(2 * (double)page->bar * pps / page->most_pps + 0.5);

	if (halves)
		mst_print(page->out, "%*s", GAP, "");
	for (size_t i = 0; i < halves / 2; i++)
		fputs("█", page->out);
	if (halves % 2)
		fputs("▌", page->out);
}

/* Words of a remark in the place of figures, in as many lines as they need. */
static void print_remark(const struct page *page, const char *text, size_t indent, size_t width)
{
	size_t room, at = 0;

	indent += GAP;
	room = width > indent + REMARK_MIN ? width - indent : REMARK_MIN;
	mst_print(page->out, "%*s", GAP, "");
	while (*text) {
		size_t length = strcspn(text, " \n");

		if (at && at + 1 + length > room) {
			mst_print(page->out, "\n%*s", (int)indent, "");
			at = 0;
		}
		at += (size_t)mst_print(page->out, "%s%.*s", at ? " " : "", (int)length, text);
		text += length;
		text += strspn(text, " \n");
	}
}

void mst_bench_print(const struct mst_bench_cells *cells, unsigned width, FILE *out)
{
	struct page page = { .out = out };
	struct row row;

	lay_out(&page, cells, width);
	fill_titles(&row);
	print_row(&page, &row, COLUMNS);
	fputc('\n', out);
	for (size_t i = 0; i < cells->count; i++) {
		const struct mst_bench_cell *cell = &cells->cells[i];

		if (mst_bench_cell_waits(cell))
			continue; /* interrupted before its turn */
		fill(&row, cell);
		if (cell->measured) {
			print_row(&page, &row, COLUMNS);
			print_bar(&page, cell->figures.rate_pps);
		} else {
			print_remark(&page, cell->remark, print_row(&page, &row, 4), width ? width : USUAL_WIDTH);
		}
		fputc('\n', out);
	}
	fputc('\n', out);
	for (int network = 0; network < MST_LAB_NETWORK_COUNT; network++)
		mst_print(out, "%-*s%*s%s\n", (int)page.widths[0], mst_lab_network_name((enum mst_lab_network)network),
		          GAP, "", mst_lab_network_meaning((enum mst_lab_network)network));
}

/* ---- advice ---- */

static void print_lines(FILE *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		mst_print(out, "  not %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

void mst_bench_print_advices(const struct mst_bench_advices *advices, FILE *out)
{
	fprintf(out, "\nWhat auto chooses for targets beyond a gateway (for targets on-link it is raw):\n");
	if (advices->count == 0)
		fprintf(out, "nothing: there is no interface but the loopback\n");
	for (size_t i = 0; i < advices->count; i++) {
		const struct mst_bench_advice *advice = &advices->items[i];

		mst_print(out, "%s: ", advice->interface);
		if (!advice->engine || !advice->rx) {
			mst_print(out, "nothing (%s)\n", advice->engine ? advice->why_in.text : advice->why_out.text);
			continue;
		}
		mst_print(out, "--engine %s --rx %s\n", advice->engine, advice->rx);
		print_lines(out, advice->why_out.text);
		print_lines(out, advice->why_in.text);
	}
}
