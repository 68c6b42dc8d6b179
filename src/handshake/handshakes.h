/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handshakes.h - the handshakes of a receiver: found by address and port, looked through in turn for those that have
 * something to do. Bounded, and few at one host at once: a SYN-ACK that finds no room is left unanswered, and its host
 * sends it again.
 */
#ifndef MST_HANDSHAKE_HANDSHAKES_H
#define MST_HANDSHAKE_HANDSHAKES_H

#include "handshake/handshake.h"

/* One that is over: what its port sends again is not for a connection that anybody has. */
struct mst_handshake_over {
	uint32_t mark; /* of address and port; 0: none */
	uint32_t ended_ms;
	uint16_t our_port, route; /* as of the handshake */
};

/* Of one thread. Item 0 of `of` is none. */
struct mst_handshakes {
	struct mst_handshake *of;
	uint32_t *heads;                 /* by hash of address and port: the first of a chain; 0: none */
	struct mst_handshake_over *over; /* by hash of address and port: the last one that is over */
	uint8_t *at_host; /* by hash of the address: how many there are; hosts that share a hash share their limit */
	uint32_t room;    /* a power of two; of `heads` twice as many */
	uint32_t made, unused; /* items in use once; the first of those that are free again */
	uint32_t count;
	uint32_t at; /* the item to be looked at next */
	unsigned per_host;
};

/* Room for `room` at once, a power of two. -ENOMEM. */
int mst_handshakes_open(struct mst_handshakes *handshakes, uint32_t room, unsigned per_host);
void mst_handshakes_close(struct mst_handshakes *handshakes); /* accepts zeroed memory */

/* NULL: there is none with this port of that address. */
struct mst_handshake *mst_handshakes_find(struct mst_handshakes *handshakes, const struct mst_addr *addr,
                                          uint16_t port);

/* A new one, with address and port; NULL: there is no room, or there are enough at that host. */
struct mst_handshake *mst_handshakes_add(struct mst_handshakes *handshakes, const struct mst_addr *addr, uint16_t port);

/* It is over. */
void mst_handshakes_drop(struct mst_handshakes *handshakes, struct mst_handshake *handshake, uint32_t now_ms);

/* The last one with this port of that address that is over; NULL: there is none, or one that shares its place has ended
 * since. */
const struct mst_handshake_over *mst_handshakes_over(const struct mst_handshakes *handshakes,
                                                     const struct mst_addr *addr, uint16_t port);

/* Looks at the next `*steps` items at most, and counts them down: one whose time has come, or NULL. */
struct mst_handshake *mst_handshakes_due(struct mst_handshakes *handshakes, uint32_t now_ms, uint32_t *steps);

#endif
