/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * private.h - whether all targets are in private or reserved ranges.
 */
#ifndef MST_TARGET_PRIVATE_H
#define MST_TARGET_PRIVATE_H

#include <muster/targets.h>

/*
 * Whether every target is in a range that the Internet does not route: private (RFC 1918), shared (RFC 6598),
 * link-local (RFC 3927), loopback, documentation (RFC 5737), benchmarking (RFC 2544), and their IPv6 counterparts.
 */
bool mst_targets_are_private(const struct mst_targets *targets);

/* The same for the targets from `first` to `last`. */
bool mst_targets_are_private_between(const struct mst_targets *targets, const struct mst_addr *first,
                                     const struct mst_addr *last);

#endif
