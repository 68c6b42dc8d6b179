/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * talked.h - the hosts that are talked to: how many connections each has, and whether it accepts connections at a port
 * that is surely not in use.
 */
#ifndef MST_CONVERSE_TALKED_H
#define MST_CONVERSE_TALKED_H

#include <muster/addr.h>
#include <stdbool.h>

/* Whether a port that is not in use accepts connections. */
enum mst_unused_port { MST_UNUSED_UNKNOWN, MST_UNUSED_REFUSES, MST_UNUSED_ACCEPTS };

struct mst_talked_host {
	struct mst_addr addr; /* without family: the slot is free */
	uint32_t connections;
	enum mst_unused_port unused;
};

/* Zero-initialised it is empty. A hash table with open addressing; hosts stay, 32 bytes each. */
struct mst_talked {
	struct mst_talked_host *slots;
	size_t room, count;
};

/* The host with this address, added if it is new; valid until the next call. NULL: no memory. */
struct mst_talked_host *mst_talked_find(struct mst_talked *peers, const struct mst_addr *addr);

void mst_talked_free(struct mst_talked *peers);

#endif
