/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diff.c - what differs between two runs: see muster/compare.h.
 *
 *     before ─► cursor ─┐
 *                       ├─► the lowest target ─► pairs, one for each protocol ─► judged ─► the next difference
 *     after  ─► cursor ─┘
 */
#include <muster/compare.h>

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/service_copies.h"
#include "compare/asked.h"
#include "compare/cursor.h"

/* Rows of one file about one port: a protocol each. */
#define SLOTS 4

struct pair {
	const struct mst_result *rows[2]; /* before, after; NULL: no row */
};

struct mst_diff {
	struct mst_rows *rows[2];
	struct mst_side sides[2];
	struct mst_cursor cursors[2];
	struct mst_result slots[2][SLOTS];
	size_t slot_counts[2];
	struct mst_service_copies services; /* of the slots */
	struct pair pairs[2 * SLOTS];
	size_t pair_count, pair_at;
	struct mst_addr last[2]; /* the address of the last row of each */
	bool met;                /* these were the same once */
	bool details;
	struct mst_difference difference; /* the last one that was handed out */
	struct mst_diff_counts counts;
	int code;
	struct mst_error error;
};

const char *mst_change_name(enum mst_change change)
{
	static const char *const names[] = { [MST_CAME] = "came", [MST_WENT] = "went", [MST_CHANGED] = "changed" };

	return (size_t)change < sizeof names / sizeof *names ? names[change] : "?";
}

/* ---- one target ---- */

/* An answer without its reason: the file lacks that column. */
static bool lacks_reason(const struct mst_result *row)
{
	return row->reason == MST_NO_RESPONSE &&
	       (row->state == MST_UP || row->state == MST_OPEN || row->state == MST_CLOSED);
}

static bool differ_in_reason(const struct mst_result *before, const struct mst_result *after)
{
	return before->reason != after->reason && !lacks_reason(before) && !lacks_reason(after);
}

/* What only one of the runs found out is no difference: the other may not have looked. */
static bool differ_in_service(const struct mst_result *before, const struct mst_result *after)
{
	static const enum mst_service_field fields[] = { MST_SERVICE_NAME, MST_SERVICE_PRODUCT, MST_SERVICE_VERSION };

	for (size_t i = 0; before->service && after->service && i < sizeof fields / sizeof *fields; i++) {
		struct mst_service_text one = before->service->of[fields[i]], other = after->service->of[fields[i]];

		if (one.size && other.size && (one.size != other.size || memcmp(one.bytes, other.bytes, one.size) != 0))
			return true;
	}
	return false;
}

static void find_details(struct mst_difference *difference)
{
	const struct mst_result *before = difference->before, *after = difference->after;

	difference->reason = differ_in_reason(before, after);
	difference->suspect = before->suspect != after->suspect;
	difference->mac = before->has_mac && after->has_mac && memcmp(before->mac, after->mac, 6) != 0;
}

/* Both files have a row. False: no difference. */
static bool judge_both(struct mst_diff *diff, struct mst_difference *difference)
{
	const struct mst_result *before = difference->before, *after = difference->after;

	if (before->state == MST_UNKNOWN || after->state == MST_UNKNOWN) {
		diff->counts.undecided++;
		return false;
	}
	diff->counts.compared++;
	difference->state = before->state != after->state;
	difference->service = differ_in_service(before, after);
	if (diff->details)
		find_details(difference);
	difference->change = MST_CHANGED;
	if (difference->state && after->state == MST_UP)
		difference->change = MST_CAME;
	else if (difference->state && before->state == MST_UP)
		difference->change = MST_WENT;
	return difference->state || difference->service || difference->reason || difference->suspect || difference->mac;
}

/* Only one file has a row; the one with this index has none. */
static bool judge_one(struct mst_diff *diff, struct mst_difference *difference, size_t absent)
{
	const struct mst_result *row = absent == 0 ? difference->after : difference->before;

	switch (mst_side_absence(&diff->sides[absent], row)) {
	case MST_NOT_ASKED: diff->counts.left_out[1 - absent]++; return false;
	case MST_NOT_REACHED: diff->counts.undecided++; return false;
	case MST_NOT_LISTED: diff->counts.compared++; return false;
	case MST_ANOTHER_STATE: break;
	}
	if (row->state == MST_UNKNOWN) {
		diff->counts.undecided++;
		return false;
	}
	diff->counts.compared++;
	diff->counts.absent[absent]++;
	difference->state = true;
	difference->change = absent == 0 ? MST_CAME : MST_WENT;
	return true;
}

static bool judge(struct mst_diff *diff, const struct pair *pair)
{
	struct mst_difference difference = { .before = pair->rows[0], .after = pair->rows[1] };
	bool differs = difference.before && difference.after ? judge_both(diff, &difference)
	                                                     : judge_one(diff, &difference, difference.before ? 1 : 0);

	if (!differs)
		return false;
	diff->counts.came += difference.change == MST_CAME;
	diff->counts.went += difference.change == MST_WENT;
	diff->counts.changed += difference.change == MST_CHANGED;
	diff->difference = difference;
	return true;
}

/* ---- the next target ---- */

/* Copies what one file has about the target that `here` is about. */
static void gather(struct mst_diff *diff, size_t side, const struct mst_result *here)
{
	const struct mst_result *row;

	diff->slot_counts[side] = 0;
	while ((row = mst_cursor_row(&diff->cursors[side])) && mst_cursor_compare(row, here) <= 0) {
		if (diff->slot_counts[side] < SLOTS) {
			struct mst_result *slot = &diff->slots[side][diff->slot_counts[side]++];

			*slot = *row;
			diff->last[side] = row->addr;
			slot->service = mst_service_copy(&diff->services, row->service);
		}
		mst_cursor_step(&diff->cursors[side]);
	}
}

static void add_pair(struct mst_diff *diff, const struct mst_result *before, const struct mst_result *after)
{
	diff->pairs[diff->pair_count++] = (struct pair){ { before, after } };
}

/* Rows of the same protocol meet. */
static void pair_slots(struct mst_diff *diff)
{
	bool taken[SLOTS] = { false };

	for (size_t i = 0; i < diff->slot_counts[0]; i++) {
		const struct mst_result *before = &diff->slots[0][i], *after = NULL;

		for (size_t k = 0; k < diff->slot_counts[1] && !after; k++) {
			if (taken[k] || !mst_cursor_same_protocol(before, &diff->slots[1][k]))
				continue;
			after = &diff->slots[1][k];
			taken[k] = true;
		}
		add_pair(diff, before, after);
	}
	for (size_t k = 0; k < diff->slot_counts[1]; k++) {
		if (!taken[k])
			add_pair(diff, NULL, &diff->slots[1][k]);
	}
}

static bool next_target(struct mst_diff *diff)
{
	const struct mst_result *before = mst_cursor_row(&diff->cursors[0]);
	const struct mst_result *after = mst_cursor_row(&diff->cursors[1]);
	struct mst_result here;

	diff->pair_count = diff->pair_at = 0;
	if (!before && !after)
		return false;
	here = !after || (before && mst_cursor_compare(before, after) < 0) ? *before : *after;
	mst_service_copies_clear(&diff->services);
	gather(diff, 0, &here);
	gather(diff, 1, &here);
	diff->met |= mst_addr_equal(&diff->last[0], &diff->last[1]);
	pair_slots(diff);
	return true;
}

static void end(struct mst_diff *diff)
{
	for (size_t i = 0; i < 2 && diff->code == 0; i++)
		diff->code = mst_rows_code(diff->rows[i], &diff->error);
}

const struct mst_difference *mst_diff_next(struct mst_diff *diff)
{
	for (;;) {
		if (diff->pair_at < diff->pair_count) {
			if (judge(diff, &diff->pairs[diff->pair_at++]))
				return &diff->difference;
		} else if (!next_target(diff)) {
			end(diff);
			return NULL;
		}
	}
}

/* ---- the handle ---- */

static int refuse_kinds(const struct mst_rows_about *before, const struct mst_rows_about *after, struct mst_error *err)
{
	if (before->ports != after->ports)
		return mst_fail(err, -EINVAL,
		                "the first file is about %s, the second about %s: expected two of one kind",
		                before->ports ? "ports" : "hosts", after->ports ? "ports" : "hosts");
	if (before->ports && before->proto && after->proto && before->proto != after->proto)
		return mst_fail(err, -EINVAL,
		                "the first file is about %s ports, the second about %s ports: expected one protocol",
		                before->proto == 17 ? "UDP" : "TCP", after->proto == 17 ? "UDP" : "TCP");
	return 0;
}

int mst_diff_open(struct mst_diff **out, struct mst_rows *before, struct mst_rows *after, bool details,
                  struct mst_error *err)
{
	int code = refuse_kinds(mst_rows_about(before), mst_rows_about(after), err);
	struct mst_diff *diff = code == 0 ? calloc(1, sizeof *diff) : NULL;

	*out = NULL;
	if (code < 0)
		return code;
	if (!diff)
		return mst_fail(err, -ENOMEM, "no memory for a comparison");
	diff->rows[0] = before;
	diff->rows[1] = after;
	diff->details = details;
	code = mst_sides_init(diff->sides, diff->rows, err);
	if (code < 0) {
		free(diff);
		return code;
	}
	mst_diff_rewind(diff);
	*out = diff;
	return 0;
}

void mst_diff_rewind(struct mst_diff *diff)
{
	diff->counts = (struct mst_diff_counts){ 0 };
	diff->pair_count = diff->pair_at = 0;
	diff->met = false;
	for (size_t i = 0; i < 2; i++)
		diff->last[i] = (struct mst_addr){ 0 };
	for (size_t i = 0; i < 2; i++)
		mst_cursor_begin(&diff->cursors[i], diff->rows[i]);
}

const struct mst_diff_counts *mst_diff_counts(const struct mst_diff *diff)
{
	return &diff->counts;
}

bool mst_diff_met(const struct mst_diff *diff)
{
	return diff->met;
}

int mst_diff_code(const struct mst_diff *diff, struct mst_error *err)
{
	return diff->code < 0 ? mst_fail(err, diff->code, "%s", diff->error.text) : 0;
}

void mst_diff_close(struct mst_diff *diff)
{
	if (diff)
		mst_service_copies_free(&diff->services);
	free(diff);
}
