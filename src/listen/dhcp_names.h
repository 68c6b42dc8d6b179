/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dhcp_names.h - the host names that clients sent to a DHCP server, by MAC address, kept until a host with this MAC
 * address is seen.
 *
 * A fixed table, indexed by a hash of the MAC address: a later entry replaces an earlier one in its place. Any
 * capture thread writes, any reads.
 */
#ifndef MST_LISTEN_DHCP_NAMES_H
#define MST_LISTEN_DHCP_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct mst_dhcp_names;

struct mst_dhcp_names *mst_dhcp_names_new(void);

/* No thread may read or write any more. Accepts NULL. */
void mst_dhcp_names_free(struct mst_dhcp_names *dhcp_names);

/* Stores a name of `count` bytes. Bytes that are not printable ASCII are escaped. */
void mst_dhcp_names_put(struct mst_dhcp_names *dhcp_names, const uint8_t mac[6], const uint8_t *name, size_t count);

/* The name for this MAC address, or NULL. Call it under rcu_read_lock; the name is valid until rcu_read_unlock. */
const char *mst_dhcp_names_get(struct mst_dhcp_names *dhcp_names, const uint8_t mac[6]);

#endif
