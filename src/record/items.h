/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * items.h - the items of a recording while they are collected and afterwards: added in the order of the file, then
 * numbered and sorted.
 */
#ifndef MST_RECORD_ITEMS_H
#define MST_RECORD_ITEMS_H

#include "record/item.h"

struct mst_record_entry {
	struct mst_record_item item;
	size_t order;  /* in the file */
	bool numbered; /* the file says its number */
};

struct mst_record {
	struct mst_record_entry *entries;
	size_t count, size;
	bool has_events, truncated;
	uint8_t *bytes; /* of the file, when they are the record's own */
};

/* A copy. -ENOMEM without memory; an event's text is then still the caller's. */
int mst_record_add(struct mst_record *record, const struct mst_record_item *item, bool numbered);

/* After the last one: gives numbers to those without, and sorts. */
void mst_record_settle(struct mst_record *record);

/* Frees it with all items. Accepts NULL. */
void mst_record_discard(struct mst_record *record);

#endif
