/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settings.h - how the targets of a plan are probed, as lines "name value" that a plan has in the store: of a config
 * what all workers must do alike. What a machine chooses for itself (interface, engine, threads) is not among them.
 */
#ifndef MST_FLEET_SETTINGS_H
#define MST_FLEET_SETTINGS_H

#include <muster/scan_config.h>

#include "journal/bytes.h"

#define MST_FLEET_PROBES 512 /* room for the probes and their NUL */

void mst_fleet_settings_put(struct mst_bytes *out, const struct mst_scan_config *config);

/*
 * Reads them into a config of defaults; its text of probes is in `probes`. -EBADMSG: an unknown line, one twice or
 * missing, a value out of its range.
 */
int mst_fleet_settings_read(struct mst_scan_config *config, char probes[MST_FLEET_PROBES], const uint8_t *bytes,
                            size_t count);

#endif
