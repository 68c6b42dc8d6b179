/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool_services.h - the services of spooled verdicts (muster/service.h), packed one after the other: the newest in
 * memory, the rest in a temporary file. A verdict in a spool has a mark in place of the pointer to its service, and
 * gets a service again when it is handed out.
 */
#ifndef MST_REPORT_SPOOL_SERVICES_H
#define MST_REPORT_SPOOL_SERVICES_H

#include <muster/result.h>

#include "base/service_copies.h"
#include "report/spool_file.h"

struct mst_spool_services {
	uint8_t *memory; /* NULL before the first one */
	size_t used;
	struct mst_spool_file file; /* what was in memory before */
};

void mst_spool_services_init(struct mst_spool_services *services, const char *folder);

/* Keeps the service of a verdict, if it has one, and puts the mark in its place. -errno with a sentence; then the
 * verdict has no service. */
int mst_spool_services_mark(struct mst_spool_services *services, const struct mst_stall *stall,
                            struct mst_result *result, struct mst_error *err);

/* The reverse: the service is a copy. -errno with a sentence; then the verdict has none. */
int mst_spool_services_unmark(const struct mst_spool_services *services, struct mst_service_copies *copies,
                              struct mst_result *result, struct mst_error *err);

void mst_spool_services_free(struct mst_spool_services *services);

#endif
