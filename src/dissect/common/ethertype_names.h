/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ethertype_names.h - the names of EtherTypes, as `-e` prints them. Pure.
 */
#ifndef MST_DISSECT_COMMON_ETHERTYPE_NAMES_H
#define MST_DISSECT_COMMON_ETHERTYPE_NAMES_H

#include <stdint.h>

/* "IPv4"; NULL when the type has no name. */
const char *mst_ethertype_known(uint16_t type);

/* The same; "Unknown" when it has none. */
const char *mst_ethertype_name(uint16_t type);

#endif
