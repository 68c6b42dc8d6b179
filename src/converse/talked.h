/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * talked.h - the hosts that are talked to, and their ports that wait.
 *
 *     put ─► host: port ─ port ─ port          16 bytes each
 *              │
 *            ready ─► host ─ host ─ host ─► take    those with ports and too few connections, in turn
 *
 * Each call takes the same time however many ports wait, at one host or at many.
 */
#ifndef MST_CONVERSE_TALKED_H
#define MST_CONVERSE_TALKED_H

#include "converse/config.h"

/* Whether a port that is not in use accepts connections. */
enum mst_unused_port { MST_UNUSED_UNKNOWN, MST_UNUSED_REFUSES, MST_UNUSED_ACCEPTS };

struct mst_talked_host {
	struct mst_addr addr;
	uint32_t connections;
	uint32_t first, last; /* its ports that wait; 0: none */
	uint32_t next_ready;
	bool ready;
	uint8_t unused; /* enum mst_unused_port */
};

struct mst_talked_port {
	uint64_t position;
	uint32_t next; /* of the same host, or of the free ones; 0: none */
	uint16_t port;
	uint8_t proto, ending;
};

/* Zero-initialised, but for per_host, it is empty. Item 0 of `hosts` and `waiting` is none; hosts stay. */
struct mst_talked {
	unsigned per_host; /* connections to one host at once, at most */
	struct mst_talked_host *hosts;
	uint32_t *slots; /* a hash table of hosts, with open addressing; 0: free */
	struct mst_talked_port *waiting;
	uint32_t host_count, host_room, slot_count, waiting_count, waiting_room, waiting_free;
	uint32_t first_ready, last_ready;
	uint64_t count; /* ports that wait */
};

/* Adds a port. -ENOMEM, also when there are four billions of them. */
int mst_talked_put(struct mst_talked *hosts, const struct mst_open_port *port);

/* Takes a port of a host that may have one more connection, which this is. Returns that host's index; 0: there is none.
 */
uint32_t mst_talked_take(struct mst_talked *hosts, struct mst_open_port *port);

/* The connection that came with a port of this host is over. */
void mst_talked_release(struct mst_talked *hosts, uint32_t host);

void mst_talked_free(struct mst_talked *hosts);

#endif
