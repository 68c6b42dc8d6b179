/*
 * targets.h - which addresses, and which ports.
 *
 * A set of targets is filled by one thread, closed once, and from then on read by any number of threads.
 */
#ifndef MUSTER_TARGETS_H
#define MUSTER_TARGETS_H

#include <muster/addr.h>
#include <muster/error.h>

struct mst_targets;

/* An empty, open set. NULL when there is no memory. */
struct mst_targets *mst_targets_new(void);

/* Accepts NULL. */
void mst_targets_free(struct mst_targets *targets);

/*
 * Adds one expression: an address, CIDR (`10.0.2.0/24`), a full range (`10.0.2.2-10.0.3.9`), a last-octet range
 * (`10.0.2.2-4`), octet lists and ranges (`10.0.0-3.1,5-9`); an IPv6 address, prefix (`2001:db8::/64`) or range
 * (`2001:db8::1-2001:db8::1:ff`, `2001:db8::1-ff`), with its interface when link-local (`fe80::1%eth0`); or a host
 * name. -EINVAL with a sentence when it is none of these; a name that does not resolve is -EINVAL too.
 */
int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err);

/* Adds every expression of a file ("-" is standard input): one or many a line, separated by blanks,
 * `#` starts a comment. The sentence names file and line. -EINVAL for a bad line, else -errno. */
int mst_targets_add_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/* The same for what shall not be asked. The first bad exclude fails: never ask more than was meant. */
int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err);
int mst_targets_exclude_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/*
 * What names added from now on stand for: their IPv4 addresses, their IPv6 addresses, or both. Without a call: all IPv4
 * addresses, and the IPv6 ones of a name that has no other. An excluded name has both always.
 */
void mst_targets_take_names(struct mst_targets *targets, bool ipv4, bool ipv6);

/*
 * Link-local addresses that are added from now on without their interface are of this one; NULL: of the only one that could
 * be meant, that is up and has a link-local address. Then one of several is -EINVAL, with a sentence that names them all.
 * Without a call they are left as they are. An exclude without interface is of every one always.
 */
void mst_targets_take_zone(struct mst_targets *targets, const char *interface);

/* Whether mst_targets_add would take this text for a host name. */
bool mst_text_is_name(const char *text);

/*
 * The first address of a name, as the resolver orders them, of the families that mst_targets_take_names tells of: at most one of
 * each. Returns how many; -ENOENT with a sentence when there is none.
 */
int mst_name_lookup(struct mst_addr found[2], const char *name, bool ipv4, bool ipv6, struct mst_error *err);

/* A remark about what was added, for who wants to hear of it (a prefix with host bits …); NULL past the last. Borrowed. */
const char *mst_targets_note(const struct mst_targets *targets, size_t index);

/*
 * Sorts, joins overlaps, cuts the exclusions out, and leaves out what can never answer as a host (0/8,
 * multicast, 240/4, limited broadcast; ::, ff00::/8). -EINVAL when nothing is left, naming the rule that emptied the set.
 * No more may be added afterwards. Idempotent.
 */
int mst_targets_close(struct mst_targets *targets, struct mst_error *err);

/* Of a closed set: how many addresses, and how many were left out because they can never answer. */
mst_uint128 mst_targets_count(const struct mst_targets *targets);
mst_uint128 mst_targets_left_out(const struct mst_targets *targets);

/* Of a closed set: the address with this index, in ascending order (mst_addr_compare); index in [0, count). */
struct mst_addr mst_targets_at(const struct mst_targets *targets, mst_uint128 index);

/* Ports as a value: one bit each. Zero-initialised is empty. */
struct mst_ports {
	uint64_t bits[1024];
	uint64_t excluded[1024]; /* what has been taken out, whether it was in or not */
};

/*
 * Adds a list: `22,80,8000-8100`, open ranges `-1023` and `60000-`, `-` for 1-65535, names of the services
 * database (`ssh,https`). -EINVAL with a sentence naming the part that was not understood.
 */
int mst_ports_add(struct mst_ports *ports, const char *text, struct mst_error *err);

/* Takes the ports of such a list out. */
int mst_ports_remove(struct mst_ports *ports, const char *text, struct mst_error *err);

uint32_t mst_ports_count(const struct mst_ports *ports);
bool mst_ports_has(const struct mst_ports *ports, uint16_t port);
bool mst_ports_excludes(const struct mst_ports *ports, uint16_t port);

#endif
