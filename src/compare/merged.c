/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * merged.c - the rows of several files as one: see muster/compare.h.
 *
 *     file ─► cursor ─┐
 *     file ─► cursor ─┼─► the lowest target ─► its slots, one for each protocol ─► the best verdict ─► rows
 *     file ─► cursor ─┘                                                        └─► cover of each plan
 */
#include <muster/compare.h>

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/service_copies.h"
#include "base/worker_sets.h"
#include "compare/cover.h"
#include "compare/cursor.h"
#include "compare/part.h"
#include "compare/rank.h"
#include "compare/together.h"

/* Protocols of one port. */
#define SLOTS 4

enum mark { SEEN = 1, SETTLED = 2 };

struct file {
	struct mst_cursor cursor;
	struct mst_part part;
	struct mst_merge_file says;
};

/* One target: verdicts of several files about it. */
struct slot {
	struct mst_result best;
	uint8_t first_state; /* of the first settled verdict */
	unsigned settled;    /* by so many files */
	bool differs;
	struct mst_sightings seen; /* by workers of fleets */
	const char *worker;        /* that of `best`; NULL: not known */
};

struct merged {
	struct mst_rows rows; /* first: a pointer to it is one to this */
	struct file *files;
	size_t file_count;
	struct mst_cover *covers; /* of each plan */
	size_t plan_count;
	uint8_t *marks; /* of each slot, of each plan: enum mark */
	struct slot slots[SLOTS];
	size_t slot_count, slot_at;            /* those that were not handed out yet follow `slot_at` */
	struct mst_service_copies services[2]; /* of slots and of what was handed out: the first; the other has none */
	struct mst_worker_sets workers;
	struct mst_merge_counts counts;
	bool over;
};

/* ---- one target ---- */

static struct slot *slot_for(struct merged *merged, const struct mst_result *row)
{
	for (size_t i = 0; i < merged->slot_count; i++) {
		if (mst_cursor_same_protocol(&merged->slots[i].best, row))
			return &merged->slots[i];
	}
	if (merged->slot_count == SLOTS)
		return &merged->slots[SLOTS - 1];
	merged->slots[merged->slot_count] = (struct slot){ .best = *row };
	merged->slots[merged->slot_count].best.service = mst_service_copy(&merged->services[0], row->service);
	return &merged->slots[merged->slot_count++];
}

/* A later run that did not look for services takes none away. */
static void replace(struct merged *merged, struct mst_result *best, const struct mst_result *row)
{
	const struct mst_service *earlier = best->state == MST_OPEN && row->state == MST_OPEN ? best->service : NULL;

	*best = *row;
	best->service = row->service ? mst_service_copy(&merged->services[0], row->service) : earlier;
}

/* What the workers of a file saw joins what those of others did. */
static void see(struct slot *slot, struct mst_rows *rows, const struct mst_result *row, bool better)
{
	unsigned verdict = mst_result_vantage(row);

	if (better)
		slot->worker = mst_rows_worker(rows, row, verdict);
	for (unsigned i = 0; i < MST_VANTAGES_MAX; i++) {
		const char *name = mst_rows_worker(rows, row, i);
		enum mst_state state;
		bool saw = mst_result_saw(row, i, &state);

		if (!saw && i == verdict && mst_is_settled(row)) {
			state = (enum mst_state)row->state;
			saw = true;
		}
		if (name && saw)
			(void)mst_sightings_add(&slot->seen, name, (uint16_t)(1 + state), better);
	}
}

static void take(struct merged *merged, struct file *file, const struct mst_result *row)
{
	struct slot *slot = slot_for(merged, row);
	bool settled = mst_is_settled(row), better = mst_is_better(row, &slot->best);
	uint8_t proto = row->proto ? row->proto : slot->best.proto;

	merged->marks[(size_t)(slot - merged->slots) * merged->plan_count + file->says.plan] |=
		(uint8_t)(SEEN | (settled ? SETTLED : 0));
	file->says.targets++;
	file->says.unsettled += !settled;
	if (settled && slot->settled++ == 0)
		slot->first_state = row->state;
	slot->differs |= settled && row->state != slot->first_state;
	if (merged->rows.about.vantages)
		see(slot, file->cursor.rows, row, better);
	if (better)
		replace(merged, &slot->best, row);
	if (row->about_port)
		slot->best.proto = proto;
}

static void count(struct merged *merged)
{
	for (size_t i = 0; i < merged->slot_count; i++) {
		const struct slot *slot = &merged->slots[i];

		merged->counts.targets++;
		merged->counts.unsettled += slot->settled == 0;
		merged->counts.doubled += slot->settled > 1;
		merged->counts.differing += slot->differs;
		for (size_t plan = 0; plan < merged->plan_count; plan++) {
			uint8_t *mark = &merged->marks[i * merged->plan_count + plan];

			if (*mark & SEEN)
				mst_cover_add(&merged->covers[plan], &slot->best, *mark & SETTLED);
			*mark = 0;
		}
	}
}

static void order_slots(struct merged *merged)
{
	for (size_t i = 1; i < merged->slot_count; i++) {
		for (size_t k = i; k > 0 && merged->slots[k].best.proto < merged->slots[k - 1].best.proto; k--) {
			struct slot slot = merged->slots[k];

			merged->slots[k] = merged->slots[k - 1];
			merged->slots[k - 1] = slot;
		}
	}
}

/* The lowest target that a cursor stands at. NULL: all are at their end. */
static const struct mst_result *lowest(struct merged *merged)
{
	const struct mst_result *least = NULL, *row;

	for (size_t i = 0; i < merged->file_count; i++) {
		row = mst_cursor_row(&merged->files[i].cursor);
		if (row && (!least || mst_cursor_compare(row, least) < 0))
			least = row;
	}
	return least;
}

/* What every file has about the next address and port. */
static bool gather(struct merged *merged)
{
	const struct mst_result *least = lowest(merged), *row;
	struct mst_result here;

	merged->slot_count = merged->slot_at = 0;
	if (!least)
		return false;
	here = *least;
	for (size_t i = 0; i < merged->file_count; i++) {
		struct file *file = &merged->files[i];

		/* Rows that are not in order are taken where they are found. */
		while ((row = mst_cursor_row(&file->cursor)) && mst_cursor_compare(row, &here) <= 0) {
			take(merged, file, row);
			mst_cursor_step(&file->cursor);
		}
	}
	count(merged);
	order_slots(merged);
	return true;
}

/* ---- the rows ---- */

static void end(struct merged *merged)
{
	for (size_t i = 0; i < merged->plan_count && !merged->over; i++)
		mst_cover_end(&merged->covers[i]);
	for (size_t i = 0; i < merged->file_count && merged->rows.code == 0; i++)
		merged->rows.code = mst_rows_code(merged->files[i].cursor.rows, &merged->rows.error);
	merged->over = true;
}

/* What was handed out may go; slots that were not yet keep theirs. */
static void keep_services(struct merged *merged)
{
	struct mst_service_copies copies = merged->services[1];

	for (size_t i = merged->slot_at; i < merged->slot_count; i++) {
		struct mst_result *best = &merged->slots[i].best;

		best->service = mst_service_copy(&copies, best->service);
	}
	merged->services[1] = merged->services[0];
	merged->services[0] = copies;
	mst_service_copies_clear(&merged->services[1]);
}

static void hand_out(struct merged *merged, struct mst_result *result, const struct slot *slot)
{
	*result = slot->best;
	result->vantages = 0;
	if (merged->rows.about.vantages &&
	    mst_worker_sets_put(&merged->workers, result, &slot->seen, slot->worker) < 0 && merged->rows.code == 0)
		merged->rows.code = mst_fail(&merged->rows.error, -ENOMEM, "no memory for the names of workers");
}

static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct merged *merged = (struct merged *)rows;
	size_t at = 0;

	keep_services(merged);
	while (at < most && !merged->over) {
		if (merged->slot_at < merged->slot_count)
			hand_out(merged, &results[at++], &merged->slots[merged->slot_at++]);
		else if (!gather(merged))
			end(merged);
	}
	return at;
}

static void rewind_rows(struct mst_rows *rows)
{
	struct merged *merged = (struct merged *)rows;

	merged->counts = (struct mst_merge_counts){ 0 };
	merged->slot_count = merged->slot_at = 0;
	merged->over = false;
	for (size_t i = 0; i < merged->file_count; i++) {
		mst_cursor_begin(&merged->files[i].cursor, merged->files[i].cursor.rows);
		merged->files[i].says.targets = merged->files[i].says.unsettled = 0;
	}
	for (size_t i = 0; i < merged->plan_count; i++)
		mst_cover_rewind(&merged->covers[i]);
}

static const char *name_of(const struct mst_rows *rows, const struct mst_addr *addr)
{
	const struct merged *merged = (const struct merged *)rows;
	const char *name = NULL;

	for (size_t i = 0; i < merged->file_count && !name; i++)
		name = mst_rows_name(merged->files[i].cursor.rows, addr);
	return name;
}

static const char *worker_of(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	const struct merged *merged = (const struct merged *)rows;

	return mst_worker_sets_name(&merged->workers, row, vantage);
}

static void close_rows(struct mst_rows *rows)
{
	struct merged *merged = (struct merged *)rows;

	free(merged->files);
	for (size_t i = 0; i < merged->plan_count; i++)
		mst_cover_close(&merged->covers[i]);
	free(merged->covers);
	free(merged->marks);
	for (size_t i = 0; i < 2; i++)
		mst_service_copies_free(&merged->services[i]);
	mst_worker_sets_free(&merged->workers);
	free(merged);
}

static const struct mst_rows_kind merged_kind = {
	.next = next,
	.rewind = rewind_rows,
	.name = name_of,
	.close = close_rows,
	.worker = worker_of,
};

/* ---- opening ---- */

/* A file belongs to the first plan that it fits. */
static void find_plan(struct merged *merged, struct file *file)
{
	const struct mst_rows_about *about = mst_rows_about(file->cursor.rows);
	size_t i = 0;

	for (; i < (size_t)(file - merged->files); i++) {
		const struct file *earlier = &merged->files[i];

		if (earlier->part.sampled == file->part.sampled &&
		    mst_cover_fits(mst_rows_about(earlier->cursor.rows), about)) {
			file->says.plan = earlier->says.plan;
			merged->covers[file->says.plan].plan.files++;
			mst_cover_doubt(&merged->covers[file->says.plan], about);
			return;
		}
	}
	file->says.plan = merged->plan_count;
	mst_cover_init(&merged->covers[merged->plan_count], about, file->part.sampled);
	mst_cover_doubt(&merged->covers[merged->plan_count], about);
	merged->covers[merged->plan_count++].plan.files = 1;
}

static void add_file(struct merged *merged, struct file *file, struct mst_rows *rows)
{
	file->cursor.rows = rows;
	file->part = mst_part_of(mst_rows_about(rows));
	find_plan(merged, file);
	file->says.shard = file->part.shard;
	file->says.shards = file->part.shards;
	file->says.seed = file->part.seed[0] ? file->part.seed : NULL;
	file->says.sampled = file->part.sampled;
}

int mst_merge_rows(struct mst_rows **out, struct mst_rows *const *files, size_t count, struct mst_error *err)
{
	int code = mst_together_check(files, count, err);
	struct merged *merged = code == 0 ? calloc(1, sizeof *merged) : NULL;

	*out = NULL;
	if (code < 0)
		return code;
	if (merged) {
		merged->rows.kind = &merged_kind;
		merged->file_count = count;
		merged->files = calloc(count, sizeof *merged->files);
		merged->covers = calloc(count, sizeof *merged->covers);
		merged->marks = calloc(count, SLOTS);
	}
	if (!merged || !merged->files || !merged->covers || !merged->marks) {
		if (merged)
			close_rows(&merged->rows);
		return mst_fail(err, -ENOMEM, "no memory to merge %zu files", count);
	}
	for (size_t i = 0; i < count; i++)
		add_file(merged, &merged->files[i], files[i]);
	merged->rows.about = mst_together(files, count, merged->plan_count == 1);
	rewind_rows(&merged->rows);
	*out = &merged->rows;
	return 0;
}

/* ---- what came of it ---- */

static const struct merged *merged_of(const struct mst_rows *rows)
{
	return rows->kind == &merged_kind ? (const struct merged *)rows : NULL;
}

const struct mst_merge_counts *mst_merge_counts(const struct mst_rows *rows)
{
	const struct merged *merged = merged_of(rows);

	return merged ? &merged->counts : NULL;
}

const struct mst_merge_file *mst_merge_file(const struct mst_rows *rows, size_t index)
{
	const struct merged *merged = merged_of(rows);

	return merged && index < merged->file_count ? &merged->files[index].says : NULL;
}

const struct mst_merge_plan *mst_merge_plan(const struct mst_rows *rows, size_t index)
{
	const struct merged *merged = merged_of(rows);

	return merged && index < merged->plan_count ? &merged->covers[index].plan : NULL;
}
