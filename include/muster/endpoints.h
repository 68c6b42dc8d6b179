/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * endpoints.h - pairs of address and port, such as the open ports of an earlier scan: questions that are no product of
 * targets and ports.
 *
 *     new ──► add, add, … ──► close ──► mst_scan_config.probing.endpoints
 *
 * Filled by one thread, closed once, and from then on read by any number of threads.
 */
#ifndef MUSTER_ENDPOINTS_H
#define MUSTER_ENDPOINTS_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>
#include <muster/targets.h>

struct mst_endpoints;

/* None, open. NULL when there is no memory. */
MST_API struct mst_endpoints *mst_endpoints_new(void);

/* Accepts NULL. */
MST_API void mst_endpoints_free(struct mst_endpoints *endpoints);

/* Adds a pair; one that is there already is no second one. In any order; some 30 bytes each. -ENOMEM. */
MST_API int mst_endpoints_add(struct mst_endpoints *endpoints, const struct mst_addr *addr, uint16_t port);

/* Sorts them. Nothing may be added after it; further calls change nothing. */
MST_API void mst_endpoints_close(struct mst_endpoints *endpoints);

/* Of closed ones: how many there are. */
MST_API size_t mst_endpoints_count(const struct mst_endpoints *endpoints);

/* Of closed ones: that with this index, in the order of address (mst_addr_compare) and port; index in [0, count). */
MST_API void mst_endpoints_at(const struct mst_endpoints *endpoints, size_t index, struct mst_addr *addr,
                              uint16_t *port);

/* Of closed ones: whether this pair is among them. */
MST_API bool mst_endpoints_have(const struct mst_endpoints *endpoints, const struct mst_addr *addr, uint16_t port);

/* Of closed ones: adds their addresses to an open set of targets, and their ports to `ports`. -ENOMEM with a sentence.
 */
MST_API int mst_endpoints_add_to(const struct mst_endpoints *endpoints, struct mst_targets *targets,
                                 struct mst_ports *ports, struct mst_error *err);

#endif
