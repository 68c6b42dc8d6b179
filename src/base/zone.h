/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone.h - refuses a link-local address that was given without its link: fe80::1 may be on every link (RFC 4007,
 * section 6).
 *
 * One rule for all commands: the link is part of the address. It is never guessed, not even where only one is possible:
 * the same words would mean another host, or none, once a second link is up.
 */
#ifndef MST_BASE_ZONE_H
#define MST_BASE_ZONE_H

#include <muster/error.h>

/*
 * -EINVAL, with a sentence that names the interfaces that are up, have a carrier and a link-local IPv6 address, and are
 * no loopback. -errno when they cannot be listed. `text` is the address as the user gave it.
 */
int mst_zone_missing(const char *text, struct mst_error *err);

#endif
