/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source_hint.h - whether a policy rule by source address knows a gateway for a target that has none through an
 * interface as long as no source address is named.
 */
#ifndef MST_NET_SOURCE_HINT_H
#define MST_NET_SOURCE_HINT_H

#include <muster/addr.h>
#include <stdbool.h>

struct mst_source_hint {
	struct mst_addr source;  /* an address of the interface */
	struct mst_addr gateway; /* to the target, from that address */
};

/* Asks the kernel for each address of the interface; sends nothing. False: none has a gateway. */
bool mst_source_hint(struct mst_source_hint *hint, const char *interface, const struct mst_addr *target);

#endif
