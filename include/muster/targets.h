/*
 * targets.h - which addresses, and which ports.
 *
 * A set of targets is filled by one thread, closed once, and from then on read by any number of threads.
 */
#ifndef MUSTER_TARGETS_H
#define MUSTER_TARGETS_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

struct mst_targets;
struct mst_ports;

/* An empty, open set. NULL when there is no memory. */
MST_API struct mst_targets *mst_targets_new(void);

/* Accepts NULL. */
MST_API void mst_targets_free(struct mst_targets *targets);

/*
 * Adds one expression: an address, CIDR (`10.0.2.0/24`, `10.0.2.0/255.255.255.0`), a full range (`10.0.2.2-10.0.3.9`), a last-octet
 * range (`10.0.2.2-4`), octet lists and ranges (`10.0.0-3.1,5-9`, `10.0.2.*`); an IPv6 address, prefix (`2001:db8::/64`) or range
 * (`2001:db8::1-2001:db8::1:ff`, `2001:db8::1-ff`), with its interface when link-local (`fe80::1%eth0`; without one, where it
 * can only be one); a host name; several of these joined by commas; and what holds one of them: `http://web/path`, `user@web`,
 * `[::1]`, and `10.0.2.2:80` as mst_targets_take_ports tells. -EINVAL with a sentence when it is none of these.
 *
 * A host name is looked up by mst_targets_close, all names together.
 *
 * A range that covers loopback addresses (127.0.0.0/8, ::1) beside others leaves them out, and IPv6 ranges those of one link
 * (fe80::/10): they count as left out.
 */
MST_API int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err);

/* Adds every expression of a file ("-" is standard input): one or many a line, separated by blanks,
 * `#` starts a comment. The sentence names file and line. -EINVAL for a bad line, else -errno. */
MST_API int mst_targets_add_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/* The same for what shall not be asked. The first bad exclude fails: never ask more than was meant. */
MST_API int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err);
MST_API int mst_targets_exclude_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/*
 * What names added from now on stand for: their IPv4 addresses, their IPv6 addresses, or both. Without a call: all IPv4
 * addresses, and the IPv6 ones of a name that has no other. An excluded name has both always.
 */
MST_API void mst_targets_take_names(struct mst_targets *targets, bool ipv4, bool ipv6);

/* Makes a host name without an address an error of mst_targets_close. Without a call such names are counted, and the others asked. */
MST_API void mst_targets_be_strict(struct mst_targets *targets);

/* The interface, by name or index, of link-local addresses that are added without one from now on. One that does not exist: as without a
 * call. */
MST_API void mst_targets_take_zone(struct mst_targets *targets, const char *interface);

/*
 * Ports that stand behind targets (`10.0.2.2:80`, `https://web:8443/`) are added to `ports` from now on: where it holds ports already, a
 * target may name no others, and else all targets name the same ones. Without a call such targets are refused, and of URLs the host
 * alone is taken. Borrowed until the set is closed.
 */
MST_API void mst_targets_take_ports(struct mst_targets *targets, struct mst_ports *ports);

/* Whether mst_targets_add would take this text for a host name. */
MST_API bool mst_text_is_name(const char *text);

/*
 * The first address of a name, as the resolver orders them, of the families that mst_targets_take_names tells of: at most one of
 * each. Returns how many; -ENOENT with a sentence when there is none.
 */
MST_API int mst_name_lookup(struct mst_addr found[2], const char *name, bool ipv4, bool ipv6, struct mst_error *err);

/* A remark about what was added, for who wants to hear of it (a prefix with host bits …); NULL past the last. Borrowed. */
MST_API const char *mst_targets_note(const struct mst_targets *targets, size_t index);

/*
 * Looks up the host names (blocking: as long as the slowest takes, in rounds of 64), sorts, joins overlaps, cuts the exclusions out, and
 * leaves out what can never answer as a host (0/8, multicast, 240/4, limited broadcast; ::, ff00::/8). -EINVAL when nothing is left,
 * naming the rule that emptied the set; when an excluded name has no address, never to ask more than was meant; and when another name
 * has none, of a strict set. No more may be added after success. Idempotent then.
 */
MST_API int mst_targets_close(struct mst_targets *targets, struct mst_error *err);

/* Of a closed set: how many names had no address, and a sentence about the index-th; NULL past the last. Borrowed. */
MST_API size_t mst_targets_unresolved(const struct mst_targets *targets);
MST_API const char *mst_targets_unresolved_why(const struct mst_targets *targets, size_t index);

/*
 * Of a closed set: the name by which this address was given; several stand in the order they were given, with a blank between them.
 * NULL when it was given as an address. Borrowed. Any thread.
 */
MST_API const char *mst_targets_name(const struct mst_targets *targets, const struct mst_addr *addr);

/* Of a closed set: whether any address was given by a name. */
MST_API bool mst_targets_have_names(const struct mst_targets *targets);

/* Of a closed set: how many addresses, and how many were left out because they can never answer. */
MST_API mst_uint128 mst_targets_count(const struct mst_targets *targets);
MST_API mst_uint128 mst_targets_left_out(const struct mst_targets *targets);

/* Of a closed set: the address with this index, in ascending order (mst_addr_compare); index in [0, count). */
MST_API struct mst_addr mst_targets_at(const struct mst_targets *targets, mst_uint128 index);

/* Ports as a value: one bit each. Zero-initialised is empty. */
struct mst_ports {
	uint64_t bits[1024];
	uint64_t excluded[1024]; /* what has been taken out, whether it was in or not */
	uint8_t proto; /* IPPROTO_TCP, IPPROTO_UDP: whose ports these are, with which lists must agree; 0: either, as the first list says */
};

/*
 * Adds a list: `22,80,8000-8100`, open ranges `-1023` and `60000-`, `-` for 1-65535, names of the services
 * database (`ssh,https`), `common` for those of everyday services, and `common:N` for the first N of them; each may say its
 * protocol (`80/tcp`, `53/udp`, `T:80,443`: of all behind it). -EINVAL with a sentence naming the part that was not understood.
 */
MST_API int mst_ports_add(struct mst_ports *ports, const char *text, struct mst_error *err);

/* Takes the ports of such a list out. */
MST_API int mst_ports_remove(struct mst_ports *ports, const char *text, struct mst_error *err);

/* The index-th of the common ports of IPPROTO_TCP or IPPROTO_UDP, most common first; 0 past the last. */
MST_API uint16_t mst_ports_common(uint8_t proto, size_t index);

MST_API uint32_t mst_ports_count(const struct mst_ports *ports);
MST_API bool mst_ports_has(const struct mst_ports *ports, uint16_t port);
MST_API bool mst_ports_excludes(const struct mst_ports *ports, uint16_t port);

#endif
