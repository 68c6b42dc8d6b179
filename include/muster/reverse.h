/*
 * reverse.h - host names of addresses, out of the hosts file and DNS (PTR), while other work goes on.
 *
 *     open ──► ask, ask, … (any thread, never waits) ──► wait ──► name, each ──► close
 *
 * A thread of its own asks, at most 64 questions at a time; each has two tries of a second. What it finds may come from anybody:
 * a name is a claim of whoever owns the address, and may hold any byte but NUL.
 */
#ifndef MUSTER_REVERSE_H
#define MUSTER_REVERSE_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

struct mst_reverse;

/* The most addresses that are asked for; more are passed over. */
#define MST_REVERSE_MAX 65536

/* Reads the configuration of the resolver and starts the thread. -ENOMEM, -EIO or another errno, with a sentence. */
MST_API int mst_reverse_open(struct mst_reverse **reverse, struct mst_error *err);

/* Asks for the name, once for each address. Link-local addresses have none and are passed over. Any thread. */
MST_API void mst_reverse_ask(struct mst_reverse *reverse, const struct mst_addr *addr);

/* Waits until everything is answered or given up, at most this long. */
MST_API void mst_reverse_wait(struct mst_reverse *reverse, uint64_t at_most_ns);

/* NULL while it is not known. Valid until close. Any thread. */
MST_API const char *mst_reverse_name(struct mst_reverse *reverse, const struct mst_addr *addr);

/* The next name that was found, and its address, in the order asked; *at starts as 0. NULL past the last. Any thread. */
MST_API const char *mst_reverse_next(struct mst_reverse *reverse, size_t *at, struct mst_addr *addr);

/* Stops asking. Accepts NULL. */
MST_API void mst_reverse_close(struct mst_reverse *reverse);

#endif
