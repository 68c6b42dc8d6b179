/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_table.h - where in the file of a journal the services of some positions are: about 30 bytes for each.
 */
#ifndef MST_JOURNAL_SERVICE_TABLE_H
#define MST_JOURNAL_SERVICE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct mst_service_place {
	uint64_t key; /* the position and 1; 0: free */
	uint64_t at;
};

/* Open addressing. Zero-initialised it is empty. */
struct mst_service_table {
	struct mst_service_place *slots;
	size_t slot_count, count; /* a power of two, three quarters of which are filled at most */
};

/* Notes a place, not 0, in the place of an earlier one. 0, or -ENOMEM. */
int mst_service_table_put(struct mst_service_table *table, uint64_t position, uint64_t at);

/* 0: there is none. */
uint64_t mst_service_table_find(const struct mst_service_table *table, uint64_t position);

void mst_service_table_free(struct mst_service_table *table);

#endif
