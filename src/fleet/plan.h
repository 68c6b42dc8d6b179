/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plan.h - what a fleet asks: the PLAN record of a journal (journal/format.h), whose ID is that of the plan, and the
 * settings. All who have its bytes have the same targets in the same order.
 */
#ifndef MST_FLEET_PLAN_H
#define MST_FLEET_PLAN_H

#include <muster/fleet.h>

#include "fleet/settings.h"
#include "journal/plan_record.h"

#define MST_FLEET_VERSION 2                         /* of all that the store has */
#define MST_FLEET_POSITIONS_MAX (UINT64_C(1) << 53) /* Lua counts in doubles */
#define MST_FLEET_RECORD_MAX (UINT32_C(1) << 28)    /* of the PLAN record, unpacked */

/* All is its own. */
struct mst_fleet_task {
	struct mst_run_plan run;
	struct mst_bytes record; /* the PLAN record */
	struct mst_scan_config config;
	char probes[MST_FLEET_PROBES];
	uint64_t payload_hash; /* 0: no payloads are sent */
};

/* Makes a task of an order. -EINVAL with a sentence: what no fleet can share; -ENOMEM, -errno of a file. */
int mst_fleet_task_make(struct mst_fleet_task *task, const struct mst_fleet_order *order, struct mst_error *err);

/* Reads what the store has: the packed record and the settings. -EBADMSG, -ENOTSUP (another order), -ENOMEM, with a
 * sentence that calls the plan `id`. */
int mst_fleet_task_read(struct mst_fleet_task *task, const char *id, const struct mst_reader *packed,
                        const struct mst_reader *settings, struct mst_error *err);

/* Accepts a zeroed one. */
void mst_fleet_task_free(struct mst_fleet_task *task);

static inline const struct mst_space *mst_fleet_space(const struct mst_fleet_task *task)
{
	return &task->run.rounds[0].space;
}

/* The hash of the payloads that a worker with this file (NULL: none) would send. 0, or -errno with a sentence. */
int mst_fleet_payloads_hash(uint64_t *hash, const struct mst_fleet_task *task, const char *file, struct mst_error *err);

#endif
