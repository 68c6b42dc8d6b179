/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * by_time.c - rows in the order of their times: mst_rows_by_time of muster/rows.h.
 *
 *     rows ─► 65,536 at a time, sorted ─► spool ─► windows of each ─► the earliest of them, by a heap ─► rows
 */
#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/rows.h"
#include "report/sort.h"
#include "report/spool.h"

#define ROWS_AT_ONCE 256
#define WINDOWS_ROWS ((size_t)16384) /* of all runs together; each has at least one */

/* Rows that are sorted: those of the window, then those of the file. */
struct run {
	struct mst_result *window;
	size_t at, count;
	size_t next, end; /* records of the file that follow */
};

struct timed {
	struct mst_rows rows;         /* first: a pointer to it is one to this */
	const struct mst_rows *inner; /* knows names; borrowed */
	struct mst_spool spool;
	struct mst_result *windows;
	struct run *runs;
	struct run **heap; /* runs with rows left; the first has the earliest */
	size_t run_count, heap_count, window_rows;
	struct mst_service_copies services; /* of the rows that were handed out last */
};

static int compare_times(const void *a, const void *b)
{
	const struct mst_result *one = a, *other = b;

	if (one->time_ns != other->time_ns)
		return one->time_ns < other->time_ns ? -1 : 1;
	return mst_sort_compare(one, other);
}

/* ---- reading ---- */

static int fail_spool(struct timed *timed)
{
	timed->rows.error = timed->spool.error;
	return timed->rows.code = timed->spool.code;
}

/* Refills the window if it is empty. False: the run is over. */
static bool fill(struct timed *timed, struct run *run)
{
	size_t left = run->end - run->next;

	if (run->at < run->count)
		return true;
	if (left == 0 || timed->rows.code < 0)
		return false;
	run->at = 0;
	run->count = left < timed->window_rows ? left : timed->window_rows;
	if (!mst_spool_read(&timed->spool, run->window, run->next, run->count)) {
		fail_spool(timed);
		run->count = 0;
		return false;
	}
	run->next += run->count;
	return true;
}

static bool precedes(const struct run *one, const struct run *other)
{
	return compare_times(&one->window[one->at], &other->window[other->at]) < 0;
}

static void sift_down(struct timed *timed, size_t at)
{
	struct run *run = timed->heap[at];
	size_t child;

	while ((child = 2 * at + 1) < timed->heap_count) {
		if (child + 1 < timed->heap_count && precedes(timed->heap[child + 1], timed->heap[child]))
			child++;
		if (!precedes(timed->heap[child], run))
			break;
		timed->heap[at] = timed->heap[child];
		at = child;
	}
	timed->heap[at] = run;
}

static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct timed *timed = (struct timed *)rows;
	size_t count = 0;

	while (count < most && timed->heap_count > 0 && timed->rows.code == 0) {
		struct run *run = timed->heap[0];

		results[count++] = run->window[run->at++];
		if (!fill(timed, run))
			timed->heap[0] = timed->heap[--timed->heap_count];
		if (timed->heap_count > 0)
			sift_down(timed, 0);
	}
	mst_service_copies_clear(&timed->services);
	if (!mst_spool_unmark(&timed->spool, &timed->services, results, count))
		fail_spool(timed);
	return count;
}

static void begin(struct mst_rows *rows)
{
	struct timed *timed = (struct timed *)rows;
	size_t files = timed->run_count - 1;

	for (size_t i = 0; i < files; i++) {
		size_t end = (i + 1) * MST_SPOOL_RUN;

		timed->runs[i] = (struct run){
			.window = timed->windows + i * timed->window_rows,
			.next = i * MST_SPOOL_RUN,
			.end = end < timed->spool.in_file ? end : timed->spool.in_file,
		};
	}
	timed->runs[files] = (struct run){ .window = timed->spool.memory, .count = timed->spool.in_memory };
	timed->heap_count = 0;
	for (size_t i = 0; i < timed->run_count; i++) {
		if (fill(timed, &timed->runs[i]))
			timed->heap[timed->heap_count++] = &timed->runs[i];
	}
	for (size_t i = timed->heap_count / 2; i-- > 0;)
		sift_down(timed, i);
}

static const char *name_of(const struct mst_rows *rows, const struct mst_addr *addr)
{
	return mst_rows_name(((const struct timed *)rows)->inner, addr);
}

static const char *worker_of(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	return mst_rows_worker(((const struct timed *)rows)->inner, row, vantage);
}

static void close_rows(struct mst_rows *rows)
{
	struct timed *timed = (struct timed *)rows;

	mst_spool_free(&timed->spool);
	mst_service_copies_free(&timed->services);
	free(timed->windows);
	free(timed->runs);
	free(timed->heap);
	free(timed);
}

static const struct mst_rows_kind kind = {
	.next = next, .rewind = begin, .name = name_of, .close = close_rows, .worker = worker_of
};

/* ---- opening ---- */

/* The spool writes its memory to the file when it is full: every run of it is sorted before it is added. */
static int gather(struct timed *timed, struct mst_rows *rows, struct mst_error *err)
{
	struct mst_result *run = malloc(MST_SPOOL_RUN * sizeof *run);
	size_t count = 0, more;

	if (!run)
		return mst_fail(err, -ENOMEM, "no memory to sort the rows");
	mst_rows_rewind(rows);
	do {
		size_t room = MST_SPOOL_RUN - count;

		more = mst_rows_next(rows, run + count, room < ROWS_AT_ONCE ? room : ROWS_AT_ONCE);
		for (size_t i = 0; i < more; i++)
			mst_spool_mark(&timed->spool, &run[count + i]);
		count += more;
		if (count < MST_SPOOL_RUN && more > 0)
			continue;
		qsort(run, count, sizeof *run, compare_times);
		mst_spool_add_marked(&timed->spool, run, count);
		count = 0;
	} while (more > 0 && timed->spool.code == 0);
	free(run);
	if (timed->spool.code < 0)
		return mst_fail(err, timed->spool.code, "%s", timed->spool.error.text);
	return mst_rows_code(rows, err);
}

int mst_rows_by_time(struct mst_rows **out, struct mst_rows *rows, struct mst_error *err)
{
	struct timed *timed = calloc(1, sizeof *timed);
	size_t files;
	int code;

	*out = NULL;
	if (!timed)
		return mst_fail(err, -ENOMEM, "no memory to sort the rows");
	timed->rows.kind = &kind;
	timed->rows.about = *mst_rows_about(rows);
	timed->inner = rows;
	code = mst_spool_init(&timed->spool, NULL, false, err);
	if (code == 0)
		code = gather(timed, rows, err);
	if (code < 0)
		goto fail;
	files = (timed->spool.in_file + MST_SPOOL_RUN - 1) / MST_SPOOL_RUN;
	timed->window_rows = files >= WINDOWS_ROWS ? 1 : WINDOWS_ROWS / (files + 1);
	timed->run_count = files + 1;
	timed->windows = calloc(files * timed->window_rows + 1, sizeof *timed->windows);
	timed->runs = calloc(timed->run_count, sizeof *timed->runs);
	timed->heap = calloc(timed->run_count, sizeof(struct run *));
	code = timed->windows && timed->runs && timed->heap ? 0 : mst_fail(err, -ENOMEM, "no memory to sort the rows");
	if (code < 0)
		goto fail;
	begin(&timed->rows);
	*out = &timed->rows;
	return 0;
fail:
	close_rows(&timed->rows);
	return code;
}
