/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * config.h - checks of a config that need neither the machine nor the targets.
 */
#ifndef MST_PLAN_CONFIG_H
#define MST_PLAN_CONFIG_H

#include <muster/scan_config.h>

/* 0, or -EINVAL with a sentence. */
int mst_config_check(const struct mst_scan_config *config, struct mst_error *err);

/* Checks gateway_mac alone. */
int mst_config_check_gateway_mac(const struct mst_scan_route *route, struct mst_error *err);

#endif
