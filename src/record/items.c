/* SPDX-License-Identifier: BSD-2-Clause */
/* items.c - see items.h. */
#include "record/items.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_SIZE 256

static int grow(struct mst_record *record)
{
	size_t size = record->size ? record->size * 2 : FIRST_SIZE;
	struct mst_record_entry *grown = reallocarray(record->entries, size, sizeof *grown);

	if (!grown)
		return -ENOMEM;
	record->entries = grown;
	record->size = size;
	return 0;
}

int mst_record_add(struct mst_record *record, const struct mst_record_item *item, bool numbered)
{
	if (record->count == record->size && grow(record) < 0)
		return -ENOMEM;
	record->entries[record->count] = (struct mst_record_entry){ *item, record->count, numbered };
	record->count++;
	record->has_events |= item->kind == MST_RECORD_EVENT;
	return 0;
}

/* By the place in the file where numbers are the same: qsort(3) alone is not stable. */
static int compare(const void *one, const void *other)
{
	const struct mst_record_entry *a = one, *b = other;

	if (a->item.number != b->item.number)
		return a->item.number < b->item.number ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void mst_record_settle(struct mst_record *record)
{
	bool sorted = true;
	uint64_t last = 0;

	for (size_t i = 0; i < record->count; i++) {
		struct mst_record_entry *entry = &record->entries[i];

		if (!record->has_events)
			entry->item.number = i;
		else if (!entry->numbered)
			entry->item.number = last;
		sorted = sorted && entry->item.number >= last;
		last = entry->item.number;
	}
	if (!sorted)
		qsort(record->entries, record->count, sizeof *record->entries, compare);
}

void mst_record_discard(struct mst_record *record)
{
	if (!record)
		return;
	for (size_t i = 0; i < record->count; i++)
		free((char *)record->entries[i].item.text);
	free(record->entries);
	free(record->bytes);
	free(record);
}
