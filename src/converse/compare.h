/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compare.h - whether a host accepts connections at ports that are surely not in use, as proxies and tarpits do: found
 * out once for each host, when a first connection to one of its ports brought nothing.
 */
#ifndef MST_CONVERSE_COMPARE_H
#define MST_CONVERSE_COMPARE_H

#include "converse/state.h"

bool mst_compare_is_due(const struct mst_interview *interview);

/* Stage COMPARING; MST_NEXT_TRY where it is known already how the host is. */
enum mst_next mst_compare_begin(struct mst_interview *interview, uint64_t now_ns);

/* In stage COMPARING: `code` of mst_connection_connected, or -ETIMEDOUT. */
enum mst_next mst_compare_go_on(struct mst_interview *interview, int code, uint64_t now_ns);

#endif
