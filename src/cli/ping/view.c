/* SPDX-License-Identifier: BSD-2-Clause */
/* view.c - see page.h: the live table of --loop. */
#include <muster/units.h>
#include <string.h>

#include "cli/ping/page.h"
#include "screen/text.h"

enum { HOST, SENT, UNSENT, LOSS, LAST, AVG, MIN, MAX, MDEV, STRIP };

static const struct mst_screen_column columns[] = {
	[HOST] = { .title = "HOST", .width = 15, .weight = 1 },
	[SENT] = { .title = "SENT", .width = 8, .right = true },
	[UNSENT] = { .title = "UNSENT", .width = 6, .right = true, .optional = true },
	[LOSS] = { .title = "LOSS %", .width = 7, .right = true },
	[LAST] = { .title = "LAST ms", .width = 8, .right = true },
	[AVG] = { .title = "AVG", .width = 7, .right = true },
	[MIN] = { .title = "MIN", .width = 7, .right = true, .optional = true },
	[MAX] = { .title = "MAX", .width = 7, .right = true, .optional = true },
	[MDEV] = { .title = "MDEV", .width = 7, .right = true, .optional = true },
	[STRIP] = { .title = "ROUND TRIPS", .width = 20, .weight = 2, .optional = true },
};

static size_t take(void *user)
{
	return ((struct mst_ping_page *)user)->hosts->count;
}

static double loss_of(const struct mst_ping_stats *stats)
{
	return stats->sent > stats->received ? 100.0 * (double)(stats->sent - stats->received) / (double)stats->sent
	                                     : 0;
}

static double last_of(const struct mst_ping_stats *stats)
{
	return stats->last_count ? stats->last_ns[stats->last_count - 1] : -1;
}

static void write_time(struct mst_screen_cell *cell, const struct mst_ping_stats *stats, double ns)
{
	if (stats->timed && ns >= 0)
		mst_milliseconds(ns, cell->text, sizeof cell->text);
}

static void cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	const struct mst_ping_page *page = user;
	struct mst_ping_stats stats;

	mst_ping_get_stats(page->ping, (uint32_t)row, &stats);
	switch (column) {
	case HOST: snprintf(cell->text, sizeof cell->text, "%s", page->hosts->names[row]); break;
	case SENT: mst_write_grouped(cell->text, sizeof cell->text, stats.sent); break;
	case UNSENT:
		if (stats.not_sent)
			mst_write_grouped(cell->text, sizeof cell->text, stats.not_sent);
		break;
	case LOSS:
		if (!stats.sent)
			break;
		snprintf(cell->text, sizeof cell->text, "%.1f", loss_of(&stats));
		cell->tone = loss_of(&stats) >= 50 ? MST_TONE_BAD : loss_of(&stats) > 0 ? MST_TONE_ODD : MST_TONE_GOOD;
		break;
	case LAST:
		if (last_of(&stats) < 0 && stats.last_count) {
			strcpy(cell->text, last_of(&stats) == MST_PING_UNSENT    ? "unsent"
			                   : last_of(&stats) == MST_PING_UNTIMED ? "answer"
			                                                         : "lost");
			cell->tone = last_of(&stats) == MST_PING_UNTIMED ? MST_TONE_GOOD : MST_TONE_BAD;
		} else {
			write_time(cell, &stats, last_of(&stats));
		}
		break;
	case AVG: write_time(cell, &stats, stats.avg_ns); break;
	case MIN: write_time(cell, &stats, stats.min_ns); break;
	case MAX: write_time(cell, &stats, stats.max_ns); break;
	case MDEV: write_time(cell, &stats, stats.mdev_ns); break;
	default: mst_text_sparkline(stats.last_ns, stats.last_count, MST_PING_LAST, cell->text, sizeof cell->text);
	}
}

static double key_of(const struct mst_ping_stats *stats, size_t column)
{
	switch (column) {
	case SENT: return (double)stats->sent;
	case UNSENT: return (double)stats->not_sent;
	case LOSS: return loss_of(stats);
	case LAST: return last_of(stats);
	case AVG: return stats->avg_ns;
	case MIN: return stats->min_ns;
	case MAX: return stats->max_ns;
	default: return stats->mdev_ns;
	}
}

static int compare(void *user, size_t a, size_t b, size_t column)
{
	const struct mst_ping_page *page = user;
	struct mst_ping_stats one, other;
	double first, second;

	if (column == HOST || column == STRIP)
		return mst_addr_compare(&page->hosts->addrs[a], &page->hosts->addrs[b]);
	mst_ping_get_stats(page->ping, (uint32_t)a, &one);
	mst_ping_get_stats(page->ping, (uint32_t)b, &other);
	first = key_of(&one, column);
	second = key_of(&other, column);
	return first < second ? -1 : first > second;
}

static void title(void *user, char *text, size_t size)
{
	const struct mst_ping_page *page = user;

	snprintf(text, size, "muster ping, via %s", mst_ping_via_name(mst_ping_via_used(page->ping)));
}

static void status(void *user, char *text, size_t size)
{
	const struct mst_ping_page *page = user;
	size_t answering = 0;

	for (size_t i = 0; i < page->hosts->count; i++) {
		struct mst_ping_stats stats;

		mst_ping_get_stats(page->ping, (uint32_t)i, &stats);
		answering += last_of(&stats) >= 0 || last_of(&stats) == MST_PING_UNTIMED;
	}
	snprintf(text, size, "%zu of %zu host%s answered the last request", answering, page->hosts->count,
	         page->hosts->count == 1 ? "" : "s");
}

const struct mst_screen_view mst_ping_view = {
	.columns = columns,
	.column_count = sizeof columns / sizeof *columns,
	.refresh = take,
	.cell = cell,
	.compare = compare,
	.title = title,
	.status = status,
};
