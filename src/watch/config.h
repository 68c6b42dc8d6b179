/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * config.h - what a watch can be asked for. Pure.
 */
#ifndef MST_WATCH_CONFIG_H
#define MST_WATCH_CONFIG_H

#include <muster/watch.h>

/* -EINVAL with a sentence: a value that there cannot be. */
int mst_watch_config_check(const struct mst_watch_config *config, struct mst_error *err);

#endif
