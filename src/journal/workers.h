/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.h - which worker of a fleet probed which positions of a journal: ranges, of which the latest one that has a
 * position holds.
 */
#ifndef MST_JOURNAL_WORKERS_H
#define MST_JOURNAL_WORKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_worker_range {
	uint64_t first, end;
	uint64_t covered; /* the largest end of the ranges up to this one, when they are sorted */
	uint32_t worker;  /* index of its name */
	uint32_t number;  /* in the order in which they came */
};

struct mst_journal_workers {
	char **names;
	size_t name_count;
	struct mst_worker_range *ranges;
	size_t count, room;
	bool sorted;
};

/* Adds positions [first, end). 0; -EBADMSG: no range, or a name of other letters than a worker has; -ENOMEM. */
int mst_journal_workers_add(struct mst_journal_workers *workers, uint64_t first, uint64_t end, const char *name,
                            size_t length);

/* Before they are looked for. */
void mst_journal_workers_sort(struct mst_journal_workers *workers);

/* Sorted ones: who probed this position; NULL: it is not known. */
const char *mst_journal_workers_at(const struct mst_journal_workers *workers, uint64_t position);

void mst_journal_workers_free(struct mst_journal_workers *workers);

#endif
