/*
 * final.c - see final.h.
 *
 * The runs of the file share some memory as windows: however many verdicts there are, that is all of it.
 */
#include "report/final.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "report/order.h"

#define WINDOWS_ROWS ((size_t)16384) /* of all runs together; each has at least one */

static bool is_wanted(const struct mst_final *final, const struct mst_result *result)
{
	return result->state < MST_STATE_COUNT && (final->states >> result->state & 1) != 0;
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

static void gather_amended(struct mst_final *final)
{
	for (size_t i = 0; i < final->amends->size; i++) {
		const struct mst_amend *amend = &final->amends->slots[i];

		if (amend->used && is_wanted(final, &amend->result))
			final->amended[final->amended_count++] = amend->result;
	}
	if (final->spool->ordered)
		mst_order_rows(final->amended, final->amended_count);
	else if (final->amended_count > 0)
		qsort(final->amended, final->amended_count, sizeof *final->amended, compare_times);
}

int mst_final_open(struct mst_final *final, struct mst_spool *spool, const struct mst_amends *amends, uint32_t states,
                   struct mst_error *err)
{
	size_t files = file_runs(spool);

	*final = (struct mst_final){ .spool = spool, .amends = amends, .states = states, .run_count = files + 2 };
	final->runs = calloc(final->run_count, sizeof *final->runs);
	final->heap = calloc(final->run_count, sizeof *final->heap);
	final->windows = files ? calloc(files * window_rows(files), sizeof *final->windows) : NULL;
	final->amended = calloc(amends->count + 1, sizeof *final->amended);
	if (!final->runs || !final->heap || !final->amended || (files && !final->windows)) {
		mst_final_close(final);
		return mst_fail(err, -ENOMEM, "no memory for the report");
	}
	if (spool->ordered)
		mst_order_rows(spool->memory, spool->in_memory);
	gather_amended(final);
	mst_final_rewind(final);
	return 0;
}

/* ---- runs ---- */

/* Makes sure that the window has a row. False when the run is over. */
static bool fill(struct mst_final *final, struct mst_run *run, size_t rows)
{
	size_t left = run->end - run->next;

	if (run->at < run->count)
		return true;
	if (left == 0)
		return false;
	run->count = left < rows ? left : rows;
	run->at = 0;
	if (!mst_spool_read(final->spool, run->window, run->next, run->count)) {
		final->failed = true;
		run->count = 0;
		run->next = run->end;
		return false;
	}
	run->next += run->count;
	return true;
}

/* Rows that were amended stand in a run of their own. */
static bool is_passed_over(const struct mst_final *final, const struct mst_run *run)
{
	const struct mst_result *row = &run->window[run->at];

	return run->window != final->amended && final->amends->count > 0 && mst_amends_find(final->amends, row);
}

/* Moves to the next row that counts. */
static bool settle(struct mst_final *final, struct mst_run *run)
{
	size_t rows = window_rows(file_runs(final->spool));

	while (fill(final, run, rows)) {
		if (!is_passed_over(final, run))
			return true;
		run->at++;
	}
	return false;
}

/* ---- the heap ---- */

/* Without order the runs follow one another, as they stand in the array. */
static bool precedes(const struct mst_final *final, const struct mst_run *a, const struct mst_run *b)
{
	return final->spool->ordered ? mst_order_compare(&a->window[a->at], &b->window[b->at]) < 0 : a < b;
}

static void sift_down(struct mst_final *final, size_t at)
{
	struct mst_run *run = final->heap[at];
	size_t child;

	while ((child = 2 * at + 1) < final->heap_count) {
		if (child + 1 < final->heap_count && precedes(final, final->heap[child + 1], final->heap[child]))
			child++;
		if (!precedes(final, final->heap[child], run))
			break;
		final->heap[at] = final->heap[child];
		at = child;
	}
	final->heap[at] = run;
}

void mst_final_rewind(struct mst_final *final)
{
	const struct mst_spool *spool = final->spool;
	size_t files = file_runs(spool), rows = window_rows(files);

	for (size_t i = 0; i < files; i++) {
		size_t end = spool->ordered ? (i + 1) * MST_SPOOL_RUN : spool->in_file;

		final->runs[i] = (struct mst_run){
			.window = final->windows + i * rows, .next = i * MST_SPOOL_RUN, .end = end < spool->in_file ? end : spool->in_file,
		};
	}
	final->runs[files] = (struct mst_run){ .window = spool->memory, .count = spool->in_memory };
	final->runs[files + 1] = (struct mst_run){ .window = final->amended, .count = final->amended_count };
	final->heap_count = 0;
	for (size_t i = 0; i < final->run_count; i++) {
		if (settle(final, &final->runs[i]))
			final->heap[final->heap_count++] = &final->runs[i];
	}
	for (size_t i = final->heap_count / 2; i-- > 0;)
		sift_down(final, i);
}

size_t mst_final_next(struct mst_final *final, struct mst_result *rows, size_t most)
{
	size_t count = 0;

	while (count < most && final->heap_count > 0) {
		struct mst_run *run = final->heap[0];

		rows[count++] = run->window[run->at++];
		if (!settle(final, run))
			final->heap[0] = final->heap[--final->heap_count];
		if (final->heap_count > 0)
			sift_down(final, 0);
	}
	return count;
}

void mst_final_close(struct mst_final *final)
{
	free(final->runs);
	free(final->heap);
	free(final->windows);
	free(final->amended);
	*final = (struct mst_final){ 0 };
}
