/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * overhear.h - which service it is, by the first bytes of a port that others talked to. Pure.
 */
#ifndef MST_CONVERSE_OVERHEAR_H
#define MST_CONVERSE_OVERHEAR_H

#include "converse/config.h"
#include "dialogue/ports.h"

/* Adds what these first bytes of a port tell to a draft that has them as MST_SERVICE_BANNER. Returns whether the
 * service has a name. */
bool mst_overhear(struct mst_matcher *matcher, const struct mst_dialogue_ports *ports, const struct mst_open_port *port,
                  const uint8_t *bytes, size_t size, struct mst_service_draft *draft);

#endif
