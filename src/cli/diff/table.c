/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - see table.h. */
#include "cli/diff/table.h"

#include <math.h>
#include <muster/net.h>

#include "cli/diff/workers.h"

static const char *const columns[] = {
	"change",      "addr",    "port",        "proto",      "was",         "state",   "was_reason",  "reason",
	"was_mac",     "mac",     "was_suspect", "suspect",    "was_service", "service", "was_product", "product",
	"was_version", "version", "name",        "was_worker", "worker",      NULL,
};
#define WIDTH (sizeof columns / sizeof *columns - 1)

/* Of services; a product of hostile bytes may be cut. */
static const struct {
	const char *was, *name;
	enum mst_service_field field;
} services[] = {
	{ "was_service", "service", MST_SERVICE_NAME },
	{ "was_product", "product", MST_SERVICE_PRODUCT },
	{ "was_version", "version", MST_SERVICE_VERSION },
};
#define SERVICES (sizeof services / sizeof *services)
#define TEXT_MAX 520
#define RESULTS 64 /* read at once */

/* What fills the table, a difference at a time. */
struct source {
	struct mst_diff *diff;
	struct mst_rows *const *rows;
	struct mst_pair pairs[WIDTH];
	char addr[MST_ADDR_TEXT], macs[2][MST_LINK_ADDR_TEXT];
	char services[2 * SERVICES][TEXT_MAX];

	/* for the map: after the differences, all rows of the later run, for those that are the same */
	bool differences_ended;
	struct mst_result results[RESULTS];
	size_t result_count, result_at;
};

static const char *proto_of(const struct mst_result *row)
{
	return !row->about_port ? NULL : row->proto == 6 ? "tcp" : row->proto == 17 ? "udp" : NULL;
}

static const char *state_of(const struct mst_result *row)
{
	return row ? mst_state_name(row->state) : NULL;
}

/* An answer without its reason: the file lacks that column. */
static const char *reason_of(const struct mst_result *row)
{
	bool lacks = row && row->reason == MST_NO_RESPONSE &&
	             (row->state == MST_UP || row->state == MST_OPEN || row->state == MST_CLOSED);

	return row && !lacks ? mst_reason_name(row->reason) : NULL;
}

static const char *mac_of(const struct mst_result *row, char text[MST_LINK_ADDR_TEXT])
{
	return row && row->has_mac ? mst_link_addr_format(row->mac, sizeof row->mac, text) : NULL;
}

static const char *suspicion_of(const struct mst_result *row)
{
	return row ? mst_suspicion_name(row->suspect) : NULL;
}

static const char *text_of(const struct mst_result *row, enum mst_service_field field, char text[TEXT_MAX])
{
	return row && mst_service_text(text, TEXT_MAX, row->service, field) ? text : NULL;
}

static void fill(struct source *source, const struct mst_difference *difference)
{
	const struct mst_result *before = difference->before, *after = difference->after;
	const struct mst_result *row = after ? after : before;
	const char *name = mst_rows_name(source->rows[1], &row->addr);
	struct mst_pair *at = source->pairs;

	if (!name)
		name = mst_rows_name(source->rows[0], &row->addr);
	mst_addr_format(&row->addr, source->addr);
	*at++ = mst_text_pair("change", mst_change_name(difference->change));
	*at++ = mst_text_pair("addr", source->addr);
	*at++ = mst_real_pair("port", row->about_port ? row->port : NAN);
	*at++ = mst_text_pair("proto", proto_of(row));
	*at++ = mst_text_pair("was", state_of(before));
	*at++ = mst_text_pair("state", state_of(after));
	*at++ = mst_text_pair("was_reason", reason_of(before));
	*at++ = mst_text_pair("reason", reason_of(after));
	*at++ = mst_text_pair("was_mac", mac_of(before, source->macs[0]));
	*at++ = mst_text_pair("mac", mac_of(after, source->macs[1]));
	*at++ = mst_text_pair("was_suspect", suspicion_of(before));
	*at++ = mst_text_pair("suspect", suspicion_of(after));
	for (size_t i = 0; i < SERVICES; i++) {
		*at++ = mst_text_pair(services[i].was, text_of(before, services[i].field, source->services[2 * i]));
		*at++ = mst_text_pair(services[i].name, text_of(after, services[i].field, source->services[2 * i + 1]));
	}
	*at++ = mst_text_pair("name", name);
	*at++ = mst_text_pair("was_worker", mst_diff_worker(source->rows[0], before));
	*at = mst_text_pair("worker", mst_diff_worker(source->rows[1], after));
}

static void begin(void *user)
{
	struct source *source = user;

	mst_diff_rewind(source->diff);
}

static bool next(void *user, struct mst_pairs *row)
{
	struct source *source = user;
	const struct mst_difference *difference = mst_diff_next(source->diff);

	if (!difference)
		return false;
	fill(source, difference);
	*row = (struct mst_pairs){ source->pairs, WIDTH };
	return true;
}

static void begin_places(void *user)
{
	struct source *source = user;

	mst_diff_rewind(source->diff);
	source->differences_ended = false;
	source->result_count = source->result_at = 0;
}

/* The differences have read the rows, and leave them at their end. */
static bool next_same(struct source *source, struct mst_addr *addr, const char **change)
{
	if (source->result_at == source->result_count) {
		source->result_count = mst_rows_next(source->rows[1], source->results, RESULTS);
		source->result_at = 0;
	}
	if (source->result_count == 0)
		return false;
	*addr = source->results[source->result_at++].addr;
	*change = "same";
	return true;
}

static bool next_place(void *user, struct mst_addr *addr, const char **change)
{
	struct source *source = user;
	const struct mst_difference *difference = source->differences_ended ? NULL : mst_diff_next(source->diff);

	if (difference) {
		*addr = (difference->after ? difference->after : difference->before)->addr;
		*change = mst_change_name(difference->change);
		return true;
	}
	if (!source->differences_ended)
		mst_rows_rewind(source->rows[1]);
	source->differences_ended = true;
	return next_same(source, addr, change);
}

int mst_diff_write(struct mst_sheets *sheets, struct mst_diff *diff, struct mst_rows *const rows[2],
                   const char *const names[2], const char *title, struct mst_error *err)
{
	const struct mst_diff_counts counts = *mst_diff_counts(diff);
	struct source source = { .diff = diff, .rows = rows };
	struct mst_sheet_table table = {
		.name = "differences",
		.record = "difference",
		.columns = columns,
		.rewind = begin,
		.next = next,
		.user = &source,
		.rewind_places = begin_places,
		.next_place = next_place,
	};
	struct mst_pair parameters[] = { mst_text_pair("before", names[0]), mst_text_pair("after", names[1]),
		                         mst_text_pair("title", title) };
	struct mst_pair summary[] = {
		mst_text_pair("before", names[0]),
		mst_text_pair("after", names[1]),
		mst_count_pair("compared", counts.compared),
		mst_count_pair("came", counts.came),
		mst_count_pair("went", counts.went),
		mst_count_pair("changed", counts.changed),
		mst_count_pair("undecided", counts.undecided),
		mst_count_pair("only_before", counts.left_out[0]),
		mst_count_pair("only_after", counts.left_out[1]),
	};
	struct mst_sheet_content content = {
		.parameters = { parameters, title ? 3 : 2 },
		.summary = { summary, sizeof summary / sizeof *summary },
		.tables = &table,
		.count = 1,
	};

	return mst_sheets_write(sheets, &content, err);
}
