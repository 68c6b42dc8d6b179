/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * forward.h - addresses of host names, many at a time.
 *
 *     new ──► add, add, … ──► run ──► found, each ──► free
 *
 * The answers are those of getaddrinfo(3): hosts file, name servers, and what else nsswitch.conf(5) names. Up to 128
 * names are asked at a time; name servers that do not answer cost some five seconds in all. One thread.
 */
#ifndef MUSTER_FORWARD_H
#define MUSTER_FORWARD_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>

struct mst_forward;

/* Is called some five times a second while names are looked up, with how many of them are done. False: stop. */
typedef bool mst_forward_watch(void *user, size_t done, size_t count);

/* NULL when there is no memory. */
MST_API struct mst_forward *mst_forward_new(void);

/* Accepts NULL. */
MST_API void mst_forward_free(struct mst_forward *names);

/*
 * Adds a name and returns its index, from 0; -ENOMEM. Families by one rule for all commands: `ipv4`, `ipv6` or both as
 * wanted; with neither, IPv4, or IPv6 for a name that has no IPv4 address.
 */
MST_API int mst_forward_add(struct mst_forward *names, const char *name, bool ipv4, bool ipv6);

/*
 * Looks all of them up. `watch` may be NULL. While no name server answers, it asks again for four seconds. -EINTR with
 * a sentence when `watch` returned false; -ENOMEM.
 */
MST_API int mst_forward_run(struct mst_forward *names, mst_forward_watch *watch, void *user, struct mst_error *err);

/*
 * The first address of a name in each family, in the resolver's order. Returns how many were found, 1 or 2; with a
 * sentence -ENOENT when there is none, and -EAGAIN when no name server answered.
 */
MST_API int mst_forward_found(const struct mst_forward *names, int index, struct mst_addr found[2],
                              struct mst_error *err);

#endif
