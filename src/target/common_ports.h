/*
 * common_ports.h - ports of everyday services, as words of a list of ports: common, common:20. Pure.
 */
#ifndef MST_TARGET_COMMON_PORTS_H
#define MST_TARGET_COMMON_PORTS_H

#include <muster/targets.h>

/* Whether a part of a list is "common", or begins with "common:". */
bool mst_common_ports_named(const char *part);

/* Adds them, those of UDP where ports->proto says so. NULL, or what is wrong, for the end of a sentence. */
const char *mst_common_ports_set(struct mst_ports *ports, const char *part);

#endif
