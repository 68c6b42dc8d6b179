/* SPDX-License-Identifier: BSD-2-Clause */
/* view.c - see view.h. */
#include "cli/watch/view.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/watch/lines.h"

enum { HOST, NAME, PORT, STATE, SINCE, REASON, RTT, AVAILABLE, ROUNDS };

static const struct mst_screen_column columns[] = {
	[HOST] = { "HOST", 15, 0, false, false },
	[NAME] = { "NAME", 16, 1, false, true },
	[PORT] = { "PORT", 5, 0, true, true },
	[STATE] = { "STATE", 11, 0, false, false },
	[SINCE] = { "FOR", 12, 0, true, false },
	[REASON] = { "REASON", 14, 0, false, true },
	[RTT] = { "RTT", 9, 0, true, true },
	[AVAILABLE] = { "AVAIL %", 7, 0, true, true },
	[ROUNDS] = { "LAST ROUNDS", 12, 1, false, true },
};

int mst_watch_view_open(struct mst_watch_view *view, const struct mst_watch *watch, uint64_t every_ns)
{
	*view = (struct mst_watch_view){ .watch = watch, .every_ns = every_ns };
	mst_watch_items(watch, &view->room);
	view->rows = calloc(view->room, sizeof *view->rows);
	view->changed = calloc(view->room, sizeof *view->changed);
	return view->rows && view->changed ? 0 : -ENOMEM;
}

void mst_watch_view_close(struct mst_watch_view *view)
{
	free(view->rows);
	free(view->changed);
	view->rows = NULL;
	view->changed = NULL;
}

static bool is_shown(const struct mst_watch_item *item)
{
	return item->port ? item->first_seen != MST_WATCH_NEVER : item->standing != MST_WATCH_UNDECIDED;
}

static size_t refresh(void *user)
{
	struct mst_watch_view *view = user;
	const struct mst_watch_item *items = mst_watch_items(view->watch, &view->room);

	view->count = 0;
	for (size_t i = 0; i < view->room; i++) {
		bool changed = view->changed[i] && view->changed[i] == view->round.number;

		if (is_shown(&items[i]))
			view->rows[view->count++] = (struct mst_watch_row){ items[i], changed };
	}
	return view->count;
}

/* "" without one. */
static const char *name_of(const struct mst_watch_view *view, const struct mst_watch_item *item)
{
	const char *name = mst_watch_name(view->watch, &item->addr);

	return name ? name : "";
}

static double availability(const struct mst_watch_item *item)
{
	return item->rounds_asked ? 100.0 * (double)item->rounds_up / (double)item->rounds_asked : -1;
}

/* The newest at the right: | active, . inactive, ? not found out. */
static void write_strip(const struct mst_watch_item *item, char *text, size_t size)
{
	size_t length = 0;

	for (int i = 23; i >= 0 && length + 1 < size; i--) {
		bool known = item->strip_known >> i & 1, up = item->strip_up >> i & 1;

		if (length || known)
			text[length++] = !known ? '?' : up ? '|' : '.';
	}
	text[length] = '\0';
}

static void write_state(const struct mst_watch_row *row, struct mst_screen_cell *cell)
{
	const struct mst_watch_item *item = &row->item;

	snprintf(cell->text, sizeof cell->text, "%s%s%s", mst_state_name(item->stood), row->changed ? " *" : "",
	         item->known ? "" : " ?");
	cell->tone = !item->known || item->flapping       ? MST_TONE_ODD
	             : item->standing == MST_WATCH_ACTIVE ? MST_TONE_GOOD
	             : item->asleep                       ? MST_TONE_FAINT
	                                                  : MST_TONE_BAD;
}

/* Why it is as it is, and why that is no event of its own. */
static const char *reason_of(const struct mst_watch_item *item)
{
	if (item->held)
		return "with others";
	if (item->flapping)
		return "flapping";
	return item->asleep && item->standing == MST_WATCH_INACTIVE ? "asleep" : mst_reason_name(item->reason);
}

static void fill_cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	const struct mst_watch_view *view = user;
	const struct mst_watch_item *item = &view->rows[row].item;

	cell->text[0] = '\0';
	cell->tone = MST_TONE_PLAIN;
	switch (column) {
	case HOST: mst_addr_format(&item->addr, cell->text); break;
	case NAME: snprintf(cell->text, sizeof cell->text, "%s", name_of(view, item)); break;
	case PORT:
		if (item->port)
			snprintf(cell->text, sizeof cell->text, "%u", item->port);
		break;
	case STATE: write_state(&view->rows[row], cell); break;
	case SINCE:
		mst_write_duration(cell->text, sizeof cell->text, mst_watch_ago_ns(view->watch, item->since));
		break;
	case REASON: snprintf(cell->text, sizeof cell->text, "%s", reason_of(item)); break;
	case RTT:
		if (item->rtt_ns >= 0)
			mst_write_duration(cell->text, sizeof cell->text, (uint64_t)item->rtt_ns);
		break;
	case AVAILABLE: snprintf(cell->text, sizeof cell->text, "%.2f", availability(item)); break;
	default: write_strip(item, cell->text, sizeof cell->text);
	}
}

static int order(double a, double b)
{
	return (a > b) - (a < b);
}

/* By state is the inactive first, and among equals the latest change. */
static int compare_rows(void *user, size_t a, size_t b, size_t column)
{
	const struct mst_watch_view *view = user;
	const struct mst_watch_item *one = &view->rows[a].item, *other = &view->rows[b].item;

	switch (column) {
	case HOST: return mst_addr_compare(&one->addr, &other->addr);
	case NAME: return strcmp(name_of(view, one), name_of(view, other));
	case PORT: return order(one->port, other->port);
	case STATE:
		if (one->standing != other->standing)
			return order(one->standing, other->standing);
		return order((double)other->since, (double)one->since);
	case SINCE: return order((double)other->since, (double)one->since);
	case REASON: return strcmp(reason_of(one), reason_of(other));
	case RTT: return order((double)one->rtt_ns, (double)other->rtt_ns);
	case AVAILABLE: return order(availability(one), availability(other));
	default: return order(__builtin_popcountll(one->strip_up), __builtin_popcountll(other->strip_up));
	}
}

static void write_title(void *user, char *text, size_t size)
{
	const struct mst_watch_view *view = user;
	char every[40], due[40];

	mst_write_duration(every, sizeof every, view->every_ns);
	mst_write_duration(due, sizeof due, mst_watch_due_ns(view->watch));
	snprintf(text, size, "muster watch, every %s; round %" PRIu64 "%s%s", every,
	         mst_watch_rounds(view->watch) + mst_watch_is_asking(view->watch),
	         mst_watch_is_asking(view->watch) ? " is running" : ", the next in ",
	         mst_watch_is_asking(view->watch) ? "" : due);
}

static void write_status(void *user, char *text, size_t size)
{
	const struct mst_watch_view *view = user;
	const struct mst_watch_round *round = &view->round;

	int length = snprintf(text, size, "%" PRIu64 " host%s: %" PRIu64 " active, %" PRIu64 " inactive", round->hosts,
	                      mst_plural(round->hosts), round->active, round->inactive);

	if (round->unknown)
		length += snprintf(text + length, size - (size_t)length, ", %" PRIu64 " not known in this round",
		                   round->unknown);
	if (*view->latest)
		snprintf(text + length, size - (size_t)length, "; %.300s", view->latest);
}

/* Whether any row of the picture has something in this column. */
static bool has_value(const struct mst_watch_view *view, const struct mst_watch_item *item, size_t column)
{
	switch (column) {
	case NAME: return *name_of(view, item);
	case PORT: return item->port;
	case RTT: return item->rtt_ns >= 0;
	default: return true;
	}
}

static bool has(void *user, size_t column)
{
	const struct mst_watch_view *view = user;
	bool any = column != NAME && column != PORT && column != RTT;

	for (size_t i = 0; i < view->count && !any; i++)
		any = has_value(view, &view->rows[i].item, column);
	return any;
}

static int compare_with_change(const void *key, const void *element)
{
	const struct mst_watch_change *change = key;
	const struct mst_watch_item *item = element;
	int order = mst_addr_compare(&change->addr, &item->addr);

	return order ? order : (change->port > item->port) - (change->port < item->port);
}

static void mark(struct mst_watch_view *view, const struct mst_watch_change *change)
{
	size_t count;
	const struct mst_watch_item *items = mst_watch_items(view->watch, &count);
	const struct mst_watch_item *found = bsearch(change, items, count, sizeof *items, compare_with_change);

	if (found)
		view->changed[found - items] = change->round;
}

void mst_watch_view_take(struct mst_watch_view *view, const struct mst_watch_event *event)
{
	char moment[MST_MOMENT_TEXT], what[MST_ERROR_TEXT];

	if (event->kind == MST_EVENT_ROUND) {
		view->round = event->round;
		return;
	}
	if (event->kind == MST_EVENT_CHANGE) {
		mark(view, &event->change);
		mst_watch_write_change(&event->change, what, sizeof what);
	} else if (event->kind == MST_EVENT_CAUSE) {
		mst_watch_write_cause(&event->cause, what, sizeof what);
	} else {
		snprintf(what, sizeof what, "%s", event->notice.text);
	}
	snprintf(view->latest, sizeof view->latest, "%s %.400s", mst_write_moment(moment, event->time_ns), what);
}

struct mst_screen_view mst_watch_view_of(struct mst_watch_view *view)
{
	return (struct mst_screen_view){
		.columns = columns,
		.column_count = sizeof columns / sizeof *columns,
		.sort_column = STATE,
		.refresh = refresh,
		.cell = fill_cell,
		.compare = compare_rows,
		.title = write_title,
		.status = write_status,
		.has = has,
		.legend = "| up . down ? unknown * changed",
		.user = view,
	};
}
