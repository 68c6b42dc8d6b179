/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * merge.c - see merge.h.
 *
 * The runs of the file share a fixed amount of memory as windows, however many verdicts there are.
 */
#include "report/merge.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "report/sort.h"

#define WINDOWS_ROWS ((size_t)16384) /* of all runs together; each has at least one */

static bool is_wanted(const struct mst_merge *merge, const struct mst_result *result)
{
	return result->state < MST_STATE_COUNT && (merge->states >> result->state & 1) != 0;
}

static size_t file_runs(const struct mst_spool *spool)
{
	return spool->ordered ? (spool->in_file + MST_SPOOL_RUN - 1) / MST_SPOOL_RUN : spool->in_file > 0;
}

static size_t window_rows(size_t runs)
{
	return runs == 0 || runs >= WINDOWS_ROWS ? 1 : WINDOWS_ROWS / runs;
}

static int compare_times(const void *a, const void *b)
{
	const struct mst_result *one = a, *other = b;

	return one->time_ns < other->time_ns ? -1 : one->time_ns > other->time_ns;
}

static void gather_amended(struct mst_merge *merge)
{
	for (size_t i = 0; i < merge->amendments->size; i++) {
		const struct mst_amendment *amendment = &merge->amendments->slots[i];

		if (amendment->used && is_wanted(merge, &amendment->result))
			merge->amended[merge->amended_count++] = amendment->result;
	}
	if (merge->spool->ordered)
		mst_sort_results(merge->amended, merge->amended_count);
	else if (merge->amended_count > 0)
		qsort(merge->amended, merge->amended_count, sizeof *merge->amended, compare_times);
}

int mst_merge_open(struct mst_merge *merge, struct mst_spool *spool, const struct mst_amendments *amendments,
                   uint32_t states, struct mst_error *err)
{
	size_t files = file_runs(spool);

	*merge = (struct mst_merge){
		.spool = spool, .amendments = amendments, .states = states, .run_count = files + 2
	};
	merge->runs = calloc(merge->run_count, sizeof *merge->runs);
	merge->heap = calloc(merge->run_count, sizeof *merge->heap);
	merge->windows = files ? calloc(files * window_rows(files), sizeof *merge->windows) : NULL;
	merge->amended = calloc(amendments->count + 1, sizeof *merge->amended);
	if (!merge->runs || !merge->heap || !merge->amended || (files && !merge->windows)) {
		mst_merge_close(merge);
		return mst_fail(err, -ENOMEM, "no memory for the report");
	}
	if (spool->ordered)
		mst_sort_results(spool->memory, spool->in_memory);
	gather_amended(merge);
	mst_merge_rewind(merge);
	return 0;
}

/* ---- runs ---- */

/* Refills the window if it is empty. False when the run is over. */
static bool fill(struct mst_merge *merge, struct mst_sorted_run *run, size_t rows)
{
	size_t left = run->end - run->next;

	if (run->at < run->count)
		return true;
	if (left == 0)
		return false;
	run->count = left < rows ? left : rows;
	run->at = 0;
	if (!mst_spool_read(merge->spool, run->window, run->next, run->count)) {
		merge->failed = true;
		run->count = 0;
		run->next = run->end;
		return false;
	}
	run->next += run->count;
	return true;
}

/* An amended row is skipped here: its amendment is in a run of its own. */
static bool is_passed_over(const struct mst_merge *merge, const struct mst_sorted_run *run)
{
	const struct mst_result *row = &run->window[run->at];

	return run->window != merge->amended && merge->amendments->count > 0 &&
	       mst_amendments_find(merge->amendments, row);
}

/* Moves to the next row that is not skipped. */
static bool settle(struct mst_merge *merge, struct mst_sorted_run *run)
{
	size_t rows = window_rows(file_runs(merge->spool));

	while (fill(merge, run, rows)) {
		if (!is_passed_over(merge, run))
			return true;
		run->at++;
	}
	return false;
}

/* ---- the heap ---- */

/* In the order of arrival the runs follow one another, in the order of the array. */
static bool precedes(const struct mst_merge *merge, const struct mst_sorted_run *a, const struct mst_sorted_run *b)
{
	return merge->spool->ordered ? mst_sort_compare(&a->window[a->at], &b->window[b->at]) < 0 : a < b;
}

static void sift_down(struct mst_merge *merge, size_t at)
{
	struct mst_sorted_run *run = merge->heap[at];
	size_t child;

	while ((child = 2 * at + 1) < merge->heap_count) {
		if (child + 1 < merge->heap_count && precedes(merge, merge->heap[child + 1], merge->heap[child]))
			child++;
		if (!precedes(merge, merge->heap[child], run))
			break;
		merge->heap[at] = merge->heap[child];
		at = child;
	}
	merge->heap[at] = run;
}

void mst_merge_rewind(struct mst_merge *merge)
{
	const struct mst_spool *spool = merge->spool;
	size_t files = file_runs(spool), rows = window_rows(files);

	for (size_t i = 0; i < files; i++) {
		size_t end = spool->ordered ? (i + 1) * MST_SPOOL_RUN : spool->in_file;

		merge->runs[i] = (struct mst_sorted_run){
			.window = merge->windows + i * rows,
			.next = i * MST_SPOOL_RUN,
			.end = end < spool->in_file ? end : spool->in_file,
		};
	}
	merge->runs[files] = (struct mst_sorted_run){ .window = spool->memory, .count = spool->in_memory };
	merge->runs[files + 1] = (struct mst_sorted_run){ .window = merge->amended, .count = merge->amended_count };
	merge->heap_count = 0;
	for (size_t i = 0; i < merge->run_count; i++) {
		if (settle(merge, &merge->runs[i]))
			merge->heap[merge->heap_count++] = &merge->runs[i];
	}
	for (size_t i = merge->heap_count / 2; i-- > 0;)
		sift_down(merge, i);
}

size_t mst_merge_next(struct mst_merge *merge, struct mst_result *rows, size_t most)
{
	size_t count = 0;

	while (count < most && merge->heap_count > 0) {
		struct mst_sorted_run *run = merge->heap[0];

		rows[count++] = run->window[run->at++];
		if (!settle(merge, run))
			merge->heap[0] = merge->heap[--merge->heap_count];
		if (merge->heap_count > 0)
			sift_down(merge, 0);
	}
	return count;
}

void mst_merge_close(struct mst_merge *merge)
{
	free(merge->runs);
	free(merge->heap);
	free(merge->windows);
	free(merge->amended);
	*merge = (struct mst_merge){ 0 };
}
