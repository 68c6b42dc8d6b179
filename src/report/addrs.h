/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * addrs.h - a set of addresses: bits of those of IPv4 (CRoaring), some bits each where they are dense, at most two
 * bytes; a hash table of all others.
 */
#ifndef MST_REPORT_ADDRS_H
#define MST_REPORT_ADDRS_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>

struct mst_addrs {
	struct roaring_bitmap_s *ipv4; /* NULL while there is none */
	struct mst_addr *slots;        /* a free slot has no family */
	size_t size;                   /* 0 or a power of two */
	size_t count;                  /* of slots in use */
};

/* Adds an address. 1 when it was new, 0 when it was there before; -ENOMEM. */
int mst_addrs_add(struct mst_addrs *addrs, const struct mst_addr *addr);

/* Accepts zeroed memory. */
void mst_addrs_free(struct mst_addrs *addrs);

#endif
