/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * overheard.h - the services that first bytes named (overhear.h), the last ones kept: where many ports say the same,
 * patterns are tried once.
 *
 *     what a port said ──► hash ──► one of 256 places: the same port, the same bytes? ──► the service
 *                                          └─ no: mst_overhear, which takes its place
 *
 * The service is the same with it and without it. Half a MiB; one thread.
 */
#ifndef MST_CONVERSE_OVERHEARD_H
#define MST_CONVERSE_OVERHEARD_H

#include "converse/config.h"

struct mst_overheard;

/* `banner_most`: bytes of a banner that services have; `signatures` are borrowed. -ENOMEM with a sentence. */
int mst_overheard_new(struct mst_overheard **overheard, const struct mst_signatures *signatures, size_t banner_most,
                      struct mst_error *err);
void mst_overheard_free(struct mst_overheard *overheard); /* accepts NULL */

/* The service of a port that did what `met` tells, with its first bytes as MST_SERVICE_BANNER. Valid until the next
 * call. `*named`: they named it. */
const struct mst_service *mst_overheard_service(struct mst_overheard *overheard, const struct mst_open_port *port,
                                                const struct mst_service *met, bool *named);

/* How often it was kept; for tests. */
uint64_t mst_overheard_found(const struct mst_overheard *overheard);

#endif
