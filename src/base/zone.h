/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone.h - chooses the zone of a link-local address that was given without one: fe80::1 may be on every link (RFC
 * 4007, section 6).
 *
 * One rule for all commands: if exactly one interface is possible, it is used; else the error names the possible ones.
 */
#ifndef MST_BASE_ZONE_H
#define MST_BASE_ZONE_H

#include <muster/error.h>
#include <stdint.h>

/*
 * The index of the only interface that is up, has a carrier and a link-local IPv6 address, and is no loopback.
 * -EINVAL with a sentence when there is none, or more than one. `text` is the address as the user gave it.
 */
int mst_zone_choose(uint32_t *scope, const char *text, struct mst_error *err);

#endif
