/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.h - host names as targets. The only file of this room that queries resolver and kernel.
 */
#ifndef MST_TARGET_NAMES_H
#define MST_TARGET_NAMES_H

#include <muster/addr.h>

/* Whether this can be a host name, and is nothing that a resolver would read as a number. */
bool mst_name_is_plausible(const char *text);

/* Takes one address of a name. 0, or a negative errno, which ends the walk. */
typedef int mst_name_sink(void *user, const struct mst_addr *addr);

/* Why a name has no address: words for the end of a sentence, static. NULL words: it has one. */
struct mst_name_failure {
	const char *words;
	bool temporary; /* no name server answered: the name may exist */
};

/* How long a name server that is away is asked again. An answer that comes late may take longer: see resolv.conf(5). */
#define MST_NAME_PATIENCE_NS UINT64_C(4000000000)

/*
 * Passes every address of the name to the sink, of the families of one rule for all commands: `ipv4`, `ipv6` or both as
 * wanted; with neither, IPv4, or IPv6 for a name that has no IPv4 address. While no name server answers, it asks again,
 * until this time of mst_now_ns. With both wanted, one is enough.
 */
struct mst_name_failure mst_name_resolve(const char *name, bool ipv4, bool ipv6, uint64_t until_ns, mst_name_sink *sink,
                                         void *user);

/* The index of the interface with this name or number; 0 when there is none. */
uint32_t mst_scope_resolve(const char *scope);

/* Writes the names of all interfaces, "lo, eth0", as many as fit. Returns text. */
const char *mst_scopes(char *text, size_t size);

#endif
