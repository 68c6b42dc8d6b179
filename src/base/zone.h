/*
 * zone.h - the zone of a link-local address that was given without one: fe80::1 may be on every link (RFC 4007, section 6).
 *
 * One rule for all commands: where exactly one interface can be meant, it is meant; else a sentence names those there are.
 */
#ifndef MST_BASE_ZONE_H
#define MST_BASE_ZONE_H

#include <muster/error.h>
#include <stdint.h>

/*
 * The index of the only interface that is up with a carrier, no loopback, and has a link-local IPv6 address. -EINVAL with a sentence
 * when there is none, or more than one: `text` is the address as it was given.
 */
int mst_zone_choose(uint32_t *scope, const char *text, struct mst_error *err);

#endif
