/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket_places.h - where the table of sockets keeps them: by the slot of their question, and in the order of time.
 *
 *     live   oldest ─► … ─► newest      their questions are in flight
 *     over   oldest ─► … ─► newest      their questions are over: they may go, these first
 *
 * Pure: descriptors are opened and closed elsewhere. One thread at a time.
 */
#ifndef MST_NET_SOCKET_PLACES_H
#define MST_NET_SOCKET_PLACES_H

#include "net/asked_socket.h"

#define MST_NO_SOCKET UINT32_MAX /* in place of a place */

struct mst_socket_place {
	struct mst_asked_socket asked; /* fd -1: free */
	bool over;                     /* its question is */
	uint32_t number;               /* how often the place was used: events of an earlier socket are not its own */
	uint32_t next_alike;           /* of the same hash */
	uint32_t older, newer;
};

struct mst_socket_order {
	uint32_t oldest, newest;
};

struct mst_socket_places {
	struct mst_socket_place *of;
	uint32_t size, used, asking; /* `asking` of the used ones are not over */
	uint32_t free;               /* a chain of those that are not used, by `newer` */
	struct mst_socket_order live, over;
	uint32_t *heads; /* of the chains of one hash */
	uint32_t mask;
};

/* -ENOMEM. */
int mst_socket_places_open(struct mst_socket_places *places, uint32_t size);
void mst_socket_places_close(struct mst_socket_places *places);

/* Fills a free place, of which there must be one; returns it. */
uint32_t mst_socket_places_fill(struct mst_socket_places *places, const struct mst_asked_socket *asked);

/* Frees a place; returns its descriptor. */
int mst_socket_places_free(struct mst_socket_places *places, uint32_t at);

/* The same probe of the same question, if that is not over. */
uint32_t mst_socket_places_find(const struct mst_socket_places *places, const struct mst_asked_socket *asked);

/* It is asked again now, by another frame. */
void mst_socket_places_renew(struct mst_socket_places *places, uint32_t at, const struct mst_asked_socket *asked);

/* The first, or the next after `at`, of this question, if that is not over. */
uint32_t mst_socket_places_next(const struct mst_socket_places *places, uint32_t slot, uint32_t at);

/* The question in this slot is over. */
void mst_socket_places_end(struct mst_socket_places *places, uint32_t slot);

#endif
