/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts_file.h - the hosts file, hosts(5), read once for any number of names.
 */
#ifndef MST_TARGET_HOSTS_FILE_H
#define MST_TARGET_HOSTS_FILE_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct mst_hosts_file {
	struct mst_hosts_entry *entries; /* ascending by name, then as they stand in the file */
	size_t count, room;
};

/* Reads it; a line that is not understood is left out, as the C library does. 0, or -ENOMEM. */
int mst_hosts_file_read(struct mst_hosts_file *hosts, FILE *file);

/* The index-th address of this name in this family, whatever its capitals; NULL past the last. Borrowed. */
const struct mst_addr *mst_hosts_file_find(const struct mst_hosts_file *hosts, const char *name, bool ipv6,
                                           size_t index);

void mst_hosts_file_free(struct mst_hosts_file *hosts);

#endif
