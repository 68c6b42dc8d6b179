/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vendors.h - the vendor of a network card, by the first 24, 28 or 36 bits of its link-layer address.
 *
 * Any number of threads may read a list once it is loaded.
 */
#ifndef MUSTER_VENDORS_H
#define MUSTER_VENDORS_H

#include <muster/api.h>
#include <stdint.h>

struct mst_vendors;

/*
 * The list of a Debian package (ieee-data, arp-scan, nmap), the first one installed; NULL when none is. *path is its
 * file, of ieee-data that of the blocks of 24 bits; static.
 */
MST_API struct mst_vendors *mst_vendors_load(const char **path);

/* The vendor; NULL when it is unknown, and for addresses that no vendor assigned. Valid until free. Accepts NULL. */
MST_API const char *mst_vendor_of(const struct mst_vendors *vendors, const uint8_t mac[6]);

/* Accepts NULL. */
MST_API void mst_vendors_free(struct mst_vendors *vendors);

#endif
