/* SPDX-License-Identifier: BSD-2-Clause */
/* service_table.c - see service_table.h. */
#include "journal/service_table.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_SLOTS 64

/* Positions are numbers of a random order, which nobody outside chooses: neighbours are spread, that is all. */
static struct mst_service_place *slot_of(const struct mst_service_table *table, uint64_t key)
{
	size_t i = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32);

	while (table->slots[i & (table->slot_count - 1)].key && table->slots[i & (table->slot_count - 1)].key != key)
		i++;
	return &table->slots[i & (table->slot_count - 1)];
}

static int grow(struct mst_service_table *table)
{
	struct mst_service_table larger = { .slot_count = table->slots ? 2 * table->slot_count : FIRST_SLOTS };

	larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
	if (!larger.slots)
		return -ENOMEM;
	for (size_t i = 0; i < table->slot_count; i++) {
		if (table->slots[i].key)
			*slot_of(&larger, table->slots[i].key) = table->slots[i];
	}
	larger.count = table->count;
	free(table->slots);
	*table = larger;
	return 0;
}

int mst_service_table_put(struct mst_service_table *table, uint64_t position, uint64_t at)
{
	struct mst_service_place *slot;

	if (table->count >= table->slot_count / 4 * 3 && grow(table) < 0)
		return -ENOMEM;
	slot = slot_of(table, position + 1);
	table->count += slot->key == 0;
	*slot = (struct mst_service_place){ position + 1, at };
	return 0;
}

uint64_t mst_service_table_find(const struct mst_service_table *table, uint64_t position)
{
	return table->count > 0 ? slot_of(table, position + 1)->at : 0;
}

void mst_service_table_free(struct mst_service_table *table)
{
	free(table->slots);
	*table = (struct mst_service_table){ 0 };
}
