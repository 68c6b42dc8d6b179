/* SPDX-License-Identifier: BSD-2-Clause */
/* workers.c - see workers.h. */
#include "journal/workers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/worker_sets.h"

/* The index of a name; negative without memory. The last one comes most often. */
static int64_t find_name(struct mst_journal_workers *workers, const char *name, size_t length)
{
	char **more;

	for (size_t i = workers->name_count; i-- > 0;) {
		if (strlen(workers->names[i]) == length && memcmp(workers->names[i], name, length) == 0)
			return (int64_t)i;
	}
	more = reallocarray(workers->names, workers->name_count + 1, sizeof *more);
	if (!more)
		return -ENOMEM;
	workers->names = more;
	more[workers->name_count] = strndup(name, length);
	return more[workers->name_count] ? (int64_t)workers->name_count++ : -ENOMEM;
}

static int make_room(struct mst_journal_workers *workers)
{
	size_t room = workers->room ? 2 * workers->room : 64;
	struct mst_worker_range *ranges;

	if (workers->count < workers->room)
		return 0;
	ranges = reallocarray(workers->ranges, room, sizeof *ranges);
	if (!ranges || room > UINT32_MAX)
		return -ENOMEM;
	workers->ranges = ranges;
	workers->room = room;
	return 0;
}

int mst_journal_workers_add(struct mst_journal_workers *workers, uint64_t first, uint64_t end, const char *name,
                            size_t length)
{
	int64_t worker;

	if (first >= end || !mst_worker_is_name(name, length))
		return -EBADMSG;
	worker = find_name(workers, name, length);
	if (worker < 0 || make_room(workers) < 0)
		return -ENOMEM;
	workers->ranges[workers->count] = (struct mst_worker_range){
		.first = first, .end = end, .worker = (uint32_t)worker, .number = (uint32_t)workers->count
	};
	workers->count++;
	workers->sorted = false;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct mst_worker_range *one = a, *other = b;

	if (one->first != other->first)
		return one->first < other->first ? -1 : 1;
	return one->number < other->number ? -1 : one->number > other->number;
}

void mst_journal_workers_sort(struct mst_journal_workers *workers)
{
	uint64_t covered = 0;

	if (workers->sorted || workers->count == 0)
		return;
	qsort(workers->ranges, workers->count, sizeof *workers->ranges, compare);
	for (size_t i = 0; i < workers->count; i++) {
		if (workers->ranges[i].end > covered)
			covered = workers->ranges[i].end;
		workers->ranges[i].covered = covered;
	}
	workers->sorted = true;
}

/* How many ranges begin at this position or before it. */
static size_t count_begun(const struct mst_journal_workers *workers, uint64_t position)
{
	size_t low = 0, high = workers->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (workers->ranges[middle].first <= position)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *mst_journal_workers_at(const struct mst_journal_workers *workers, uint64_t position)
{
	const struct mst_worker_range *latest = NULL;

	for (size_t i = count_begun(workers, position); i-- > 0 && workers->ranges[i].covered > position;) {
		const struct mst_worker_range *range = &workers->ranges[i];

		if (range->end > position && (!latest || range->number > latest->number))
			latest = range;
	}
	return latest ? workers->names[latest->worker] : NULL;
}

void mst_journal_workers_free(struct mst_journal_workers *workers)
{
	for (size_t i = 0; i < workers->name_count; i++)
		free(workers->names[i]);
	free(workers->names);
	free(workers->ranges);
	*workers = (struct mst_journal_workers){ 0 };
}
