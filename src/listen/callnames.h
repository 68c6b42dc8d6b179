/*
 * callnames.h - the host names that machines told a DHCP server, by MAC: kept until an address is heard for it.
 *
 * One place a MAC, by its hash: a later one takes it over. Written by any capture thread, read by any.
 */
#ifndef MST_LISTEN_CALLNAMES_H
#define MST_LISTEN_CALLNAMES_H

#include <stddef.h>
#include <stdint.h>

struct mst_callnames;

struct mst_callnames *mst_callnames_new(void);

/* No reader or writer is left. Accepts NULL. */
void mst_callnames_free(struct mst_callnames *callnames);

/* The first `count` bytes are the name; what is not printable ASCII is escaped. */
void mst_callnames_put(struct mst_callnames *callnames, const uint8_t mac[6], const uint8_t *name, size_t count);

/* NULL when there is none. Under rcu_read_lock, until whose end it is valid. */
const char *mst_callnames_get(struct mst_callnames *callnames, const uint8_t mac[6]);

#endif
