/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rightless.h - engine connect: whether a scan asks by it, and what of a config it can do.
 */
#ifndef MST_SCAN_RIGHTLESS_H
#define MST_SCAN_RIGHTLESS_H

#include <muster/scan_config.h>

/* Whether this config names it. */
bool mst_rightless_is(const struct mst_scan_config *config);

/*
 * Where no engine is named and this process may not open raw sockets, names it, if it can do what the config wants. A
 * config that names it gets the usual probes that it has, and no ARP. 0, or -EINVAL with a sentence of what it cannot
 * do.
 */
int mst_rightless_choose(struct mst_scan_config *config, bool *by_itself, struct mst_error *err);

/* How long its sockets live. */
uint64_t mst_rightless_life_ns(const struct mst_scan_config *config);

#endif
