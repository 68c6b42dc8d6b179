/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lookup.h - resolves many host names at the same time, so that a list takes little longer than its slowest name.
 *
 *     add, add, … ──► run ──► items: addresses, or why there are none ──► free
 *
 *     a name: family ──► hosts file ──► name servers (resolver.h) or the C library (system_names.h) ──► next family …
 *
 * The answers are those of getaddrinfo(3), as in other programs of this machine: see sources.h. A name server that is
 * away is asked again; when none answers, all names end together.
 */
#ifndef MST_TARGET_LOOKUP_H
#define MST_TARGET_LOOKUP_H

#include <muster/addr.h>
#include <muster/forward.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The most names that are looked up at the same time: fewer than a small resolver forwards at once (dnsmasq(8): 150).
 */
#define MST_LOOKUPS_AT_ONCE 128

/* How long a name server that is away is asked again. */
#define MST_NAME_PATIENCE_NS UINT64_C(4000000000)

/* When questions are under way and nothing has been answered for so long, no name server answers. */
#define MST_NAME_SILENCE_NS UINT64_C(5000000000)

struct mst_name_lookup {
	char *name;
	char *where;              /* "hosts.txt line 7: " for a name from a file; else NULL */
	bool exclude, ipv4, ipv6; /* families wanted; neither: IPv4, or IPv6 without IPv4 */

	/* filled by mst_name_lookups_run */
	struct mst_addr *addrs;
	size_t count, room;
	const char *wrong; /* NULL, or words for the end of a sentence. Static */
	bool temporary;    /* no name server answered */
};

struct mst_name_lookups {
	struct mst_name_lookup *items;
	size_t count, room;
};

/* Takes copies of `name` and `where` (may be NULL). 0, or -ENOMEM. */
int mst_name_lookups_add(struct mst_name_lookups *lookups, const struct mst_name_lookup *lookup);

/*
 * Looks up all names. A further call looks all of them up again. `watch` may be NULL. 0; -EINTR when `watch` returned
 * false; -ENOMEM.
 */
int mst_name_lookups_run(struct mst_name_lookups *lookups, mst_forward_watch *watch, void *user);

/* "IPv4", "IPv6" or "IPv4 or IPv6": the family that was wanted. */
const char *mst_name_lookup_wanted(const struct mst_name_lookup *lookup);

void mst_name_lookups_free(struct mst_name_lookups *lookups);

#endif
