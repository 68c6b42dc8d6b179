/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.h - a connection to the store: TCP, with TLS (verified) for rediss://; bytes out, bytes in, each with a time
 * limit. Names are resolved by the C library when the link is opened.
 */
#ifndef MST_FLEET_LINK_H
#define MST_FLEET_LINK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "fleet/address.h"

struct mst_fleet_link; /* hides OpenSSL */

/* -errno with a sentence; waits for each address of the host for at most this long. */
int mst_fleet_link_open(struct mst_fleet_link **link, const struct mst_fleet_address *address, const char *ca_file,
                        uint64_t at_most_ns, struct mst_error *err);
void mst_fleet_link_close(struct mst_fleet_link *link);

/* All bytes leave, or -errno: -ETIMEDOUT, -EPIPE, … */
int mst_fleet_link_send(struct mst_fleet_link *link, const void *bytes, size_t count, uint64_t at_most_ns);

/* Some bytes, at least one; or -errno, of which -ECONNRESET is also the end of the connection. */
ssize_t mst_fleet_link_receive(struct mst_fleet_link *link, void *bytes, size_t room, uint64_t at_most_ns);

#endif
