/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reverse.h - host names of addresses, from the hosts file and DNS (PTR), resolved in the background.
 *
 *     open ──► ask, ask, … (any thread, never waits) ──► wait ──► name, each ──► close
 *
 * A thread of its own sends the queries, at most 64 at a time; each is tried twice, for a second. Names are untrusted:
 * the owner of an address chooses its name, which may contain any byte but NUL.
 */
#ifndef MUSTER_REVERSE_H
#define MUSTER_REVERSE_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

struct mst_reverse;

/* The maximum number of addresses; further ones are ignored. */
#define MST_REVERSE_MAX 65536

/* Reads the configuration of the resolver and starts the thread. -ENOMEM, -EIO or another errno, with a sentence. */
MST_API int mst_reverse_open(struct mst_reverse **reverse, struct mst_error *err);

/* Queries the name, once for each address. Link-local addresses have none and are ignored. Any thread. */
MST_API void mst_reverse_ask(struct mst_reverse *reverse, const struct mst_addr *addr);

/* Waits until every query has an answer or timed out, at most this long. */
MST_API void mst_reverse_wait(struct mst_reverse *reverse, uint64_t at_most_ns);

/* The name; NULL while it is not known. Valid until close. Any thread. */
MST_API const char *mst_reverse_name(struct mst_reverse *reverse, const struct mst_addr *addr);

/* The next name that was found, and its address, in the order of the queries; *at starts as 0. NULL past the last.
 * Any thread. */
MST_API const char *mst_reverse_next(struct mst_reverse *reverse, size_t *at, struct mst_addr *addr);

/* Stops the queries and frees everything. Accepts NULL. */
MST_API void mst_reverse_close(struct mst_reverse *reverse);

#endif
