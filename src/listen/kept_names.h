/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kept_names.h - names of machines that are not among the hosts yet: those that DHCP clients gave, by MAC address, and
 * those announced for an address that has not sent anything.
 *
 * A fixed table, indexed by a hash of the key: a later entry replaces an earlier one in its place. Any capture thread
 * writes, any reads.
 */
#ifndef MST_LISTEN_KEPT_NAMES_H
#define MST_LISTEN_KEPT_NAMES_H

#include "listen/host.h"

struct mst_kept_names;

struct mst_kept_names *mst_kept_names_new(void);

/* No thread may read or write any more. Accepts NULL. */
void mst_kept_names_free(struct mst_kept_names *names);

/* Keeps a name, printable ASCII, cut to MST_LISTEN_NAME. */
void mst_kept_names_put(struct mst_kept_names *names, const struct mst_host_key *key, const char *name);

/*
 * The name for this key, or NULL. Call it under rcu_read_lock; the name is valid until rcu_read_unlock, and before it
 * mst_sanitize_release(name) tells ThreadSanitizer that it has been read.
 */
const char *mst_kept_names_get(struct mst_kept_names *names, const struct mst_host_key *key);

#endif
