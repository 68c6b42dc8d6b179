/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.h - host names as targets. What a name may look like, and the interfaces of link-local addresses.
 */
#ifndef MST_TARGET_NAMES_H
#define MST_TARGET_NAMES_H

#include <muster/addr.h>

/* Whether this can be a host name, and is nothing that a resolver would read as a number. */
bool mst_name_is_plausible(const char *text);

/* The index of the interface with this name or number; 0 when there is none. */
uint32_t mst_scope_resolve(const char *scope);

/* Writes the names of all interfaces, "lo, eth0", as many as fit. Returns text. */
const char *mst_scopes(char *text, size_t size);

#endif
