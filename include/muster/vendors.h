/*
 * vendors.h - who made a network card, by the first 24 bits of its link-layer address.
 *
 * A list, once loaded, is read by any number of threads.
 */
#ifndef MUSTER_VENDORS_H
#define MUSTER_VENDORS_H

#include <muster/api.h>
#include <stdint.h>

struct mst_vendors;

/*
 * The list of a Debian package (ieee-data, arp-scan, nmap), the first that is there; NULL when none is. *path tells which;
 * static.
 */
MST_API struct mst_vendors *mst_vendors_load(const char **path);

/* NULL for unknown ones, and for addresses that are no vendor's. Valid until free. Accepts NULL. */
MST_API const char *mst_vendor_of(const struct mst_vendors *vendors, const uint8_t mac[6]);

/* Accepts NULL. */
MST_API void mst_vendors_free(struct mst_vendors *vendors);

#endif
