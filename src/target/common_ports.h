/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * common_ports.h - the words "common" and "common:20" in a list of ports. Pure.
 */
#ifndef MST_TARGET_COMMON_PORTS_H
#define MST_TARGET_COMMON_PORTS_H

#include <muster/targets.h>

/* Whether a part of a list is "common", or begins with "common:". */
bool mst_common_ports_named(const char *part);

/* Adds the common ports of ports->proto (TCP by default). NULL, or what is wrong: words for the end of a sentence. */
const char *mst_common_ports_set(struct mst_ports *ports, const char *part);

#endif
