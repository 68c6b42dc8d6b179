/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * collecting.h - a collector at work: collect.c opens it and waits, taking.c brings results into its journals, one for
 * each vantage.
 */
#ifndef MST_FLEET_COLLECTING_H
#define MST_FLEET_COLLECTING_H

#include <limits.h>

#include "fleet/store.h"
#include "journal/handle.h"

#define MST_FLEET_WHO (256 + PATH_MAX) /* room for who collects: a host and a path */

struct mst_fleet_collecting {
	struct mst_redis *redis;
	const struct mst_fleet_collection *wanted;
	struct mst_fleet_collected *now;
	char id[MST_JOURNAL_ID], who[MST_FLEET_WHO];
	struct mst_fleet_task task;
	struct mst_fleet_terms terms;
	struct mst_journal *journals[MST_VANTAGES_MAX]; /* NULL: it is complete already */
	uint64_t began_ns;
};

/* Brings some of the results that are there now into the journals, then takes them off the store. 1; 0: there are none;
 * a negative errno with a sentence. */
int mst_fleet_take_batch(struct mst_fleet_collecting *collecting, struct mst_error *err);

#endif
