/*
 * names.h - host names as targets. The only place of this room that asks anything outside.
 */
#ifndef MST_TARGET_NAMES_H
#define MST_TARGET_NAMES_H

#include <muster/addr.h>

/* Could this be a host name, and nothing that a resolver would read as a number? */
bool mst_name_is_plausible(const char *text);

/* Takes one address of a name. 0, or a negative errno, which ends the walk. */
typedef int mst_name_sink(void *user, const struct mst_addr *addr);

/* Hands over every address of this family that the name has. NULL, or what went wrong: words for the end of a sentence. */
const char *mst_name_resolve(const char *name, enum mst_family family, mst_name_sink *sink, void *user);

/*
 * The rule of all commands: IPv4 addresses, IPv6 ones, or both as is wanted; when neither is, IPv4, and IPv6 of a name that has
 * no other. NULL, or what went wrong.
 */
const char *mst_name_resolve_wanted(const char *name, bool ipv4, bool ipv6, mst_name_sink *sink, void *user);

/* The index of the interface with this name or number; 0 when there is none. */
uint32_t mst_scope_resolve(const char *scope);

/* "lo, eth0": the interfaces there are, as far as they fit. Returns text. */
const char *mst_scopes(char *text, size_t size);

#endif
