/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settling.h - one result into a journal: its verdicts, its services, then silence for every position that has none.
 */
#ifndef MST_FLEET_SETTLING_H
#define MST_FLEET_SETTLING_H

#include "fleet/pack.h"
#include "fleet/unpack.h"
#include "journal/handle.h"

struct mst_fleet_settling {
	struct mst_journal *journal;
	uint64_t first, end;
	struct mst_fleet_range *before; /* positions that were settled before: they have their verdict */
	size_t before_count;
	struct mst_fleet_range holes[MST_FLEET_HOLES_MAX]; /* all of them are asked again, whatever was found */
	size_t hole_count;
	struct mst_position_set unknown; /* they are asked again */
	struct mst_error error;
};

/* 0, or -ENOMEM. Holes, in order, are added behind it. */
int mst_fleet_settling_begin(struct mst_fleet_settling *settling, struct mst_journal *journal, uint64_t first,
                             uint64_t end);

/* For mst_fleet_unpack; failures leave settling->error. */
struct mst_fleet_sink mst_fleet_settling_sink(struct mst_fleet_settling *settling);

/* Silence, and who found all this. 0, or -errno with settling->error. */
int mst_fleet_settling_end(struct mst_fleet_settling *settling, const char *worker);

void mst_fleet_settling_free(struct mst_fleet_settling *settling);

#endif
