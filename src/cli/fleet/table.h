/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - plans and workers as a live table: a row a worker, the plans in the lines around it. One thread.
 */
#ifndef MST_CLI_FLEET_TABLE_H
#define MST_CLI_FLEET_TABLE_H

#include <muster/fleet.h>

#include "screen/view.h"

struct mst_fleet_table {
	struct mst_fleet *fleet;
	const char *url, *id; /* NULL: every plan */
	struct mst_fleet_plan *plans;
	size_t plan_count;
	struct mst_fleet_row {
		const struct mst_fleet_plan *plan;
		const struct mst_fleet_worker *worker;
	} * rows;
	size_t row_count;
	struct mst_error error; /* of the last look; empty: none */
};

/* Looks at the store. The next look replaces what it found; a failure leaves that as it is. -errno with a sentence. */
int mst_fleet_table_look(struct mst_fleet_table *table, struct mst_error *err);
void mst_fleet_table_free(struct mst_fleet_table *table);

struct mst_screen_view mst_fleet_table_view(struct mst_fleet_table *table);

/* Positions a second of all workers of a plan; whether one is silent for long. */
double mst_fleet_plan_rate(const struct mst_fleet_plan *plan);
bool mst_fleet_worker_is_silent(const struct mst_fleet_worker *worker);

/* Nanoseconds until the plan is done, as it goes now; 0: not known, or not open. */
uint64_t mst_fleet_plan_left_ns(const struct mst_fleet_plan *plan);

#endif
