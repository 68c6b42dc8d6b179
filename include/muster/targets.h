/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.h - sets of addresses, and of ports.
 *
 * A set of targets is filled by one thread, closed once, and from then on read by any number of threads.
 */
#ifndef MUSTER_TARGETS_H
#define MUSTER_TARGETS_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>
#include <muster/forward.h>

struct mst_targets;
struct mst_ports;

/* An empty, open set. NULL when there is no memory. */
MST_API struct mst_targets *mst_targets_new(void);

/* Accepts NULL. */
MST_API void mst_targets_free(struct mst_targets *targets);

/*
 * Adds one expression: an address, CIDR (`10.0.2.0/24`, `10.0.2.0/255.255.255.0`), a full range (`10.0.2.2-10.0.3.9`),
 * a last-octet range (`10.0.2.2-4`), octet lists and ranges (`10.0.0-3.1,5-9`, `10.0.2.*`); an IPv6 address, prefix
 * (`2001:db8::/64`) or range (`2001:db8::1-2001:db8::1:ff`, `2001:db8::1-ff`), with its interface when link-local
 * (`fe80::1%eth0`; see mst_targets_take_zone); a host name; several of these joined by commas; and texts
 * that contain one of them: `http://web/path`, `user@web`, `[::1]`, and `10.0.2.2:80` (see mst_targets_take_ports).
 * -EINVAL with a sentence when it is none of these.
 *
 * A host name is looked up by mst_targets_close, all names together.
 *
 * A range that covers loopback addresses (127.0.0.0/8, ::1) among others leaves them out, and an IPv6 range also leaves
 * out link-local addresses (fe80::/10); mst_targets_left_out counts them.
 */
MST_API int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err);

/* Adds every expression of a file ("-" is standard input): separated by blanks or newlines;
 * `#` starts a comment. Of a csv (with header), json or ndjson report of muster: the addresses of rows that are up or
 * open; a note counts the others. The sentence names file and line. -EINVAL for a bad line, else -errno. */
MST_API int mst_targets_add_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/* The same for addresses that must not be probed. A part that is not understood makes the call fail,
 * so that nothing is probed by mistake. */
MST_API int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err);
MST_API int mst_targets_exclude_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/*
 * Which addresses of host names to use, for names added from now on: IPv4, IPv6, or both. Default, without a call:
 * IPv4, or IPv6 for names without an IPv4 address. For an excluded name it is always both.
 */
MST_API void mst_targets_take_names(struct mst_targets *targets, bool ipv4, bool ipv6);

/* Is called while mst_targets_close looks up names; when it returns false, close fails with -EINTR and a sentence. */
MST_API void mst_targets_watch_names(struct mst_targets *targets, mst_forward_watch *watch, void *user);

/* Makes a host name without an address an error of mst_targets_close. Without a call such names are counted,
 * and the rest is probed. */
MST_API void mst_targets_be_strict(struct mst_targets *targets);

/* The interface, by name or index, for link-local addresses that are added without one from now on. An interface that
 * does not exist is ignored. */
MST_API void mst_targets_take_zone(struct mst_targets *targets, const char *interface);

/*
 * Adds the ports of targets such as `10.0.2.2:80` and `https://web:8443/` to `ports`, from now on. If `ports` is not
 * empty, a target may name only ports in it; else all targets must name the same ports. Without a call such targets are
 * refused, and the port of a URL is ignored. Borrowed until the set is closed.
 */
MST_API void mst_targets_take_ports(struct mst_targets *targets, struct mst_ports *ports);

/* Whether mst_targets_add would read this text as a host name. */
MST_API bool mst_text_is_name(const char *text);

/* A warning about what was added (such as a prefix with host bits); NULL past the last. Borrowed. */
MST_API const char *mst_targets_note(const struct mst_targets *targets, size_t index);

/*
 * Looks up the host names (blocking: see muster/forward.h), sorts, joins overlaps, cuts the
 * exclusions out, and leaves out what can never answer as a host (0/8, multicast, 240/4, limited broadcast; ::,
 * ff00::/8). -EINVAL when nothing is left (the sentence names the rule that emptied the set), when an excluded name has
 * no address, and, after mst_targets_be_strict, when any name has none; -EAGAIN in place of it when no name server
 * answered, which is asked again for four seconds. Nothing may be added after success;
 * further calls then change nothing.
 */
MST_API int mst_targets_close(struct mst_targets *targets, struct mst_error *err);

/* Of a closed set: the number of names without an address, and a sentence about the index-th; NULL past the last.
 * Borrowed. */
MST_API size_t mst_targets_unresolved(const struct mst_targets *targets);
MST_API const char *mst_targets_unresolved_why(const struct mst_targets *targets, size_t index);

/*
 * Of a closed set: the name by which this address was given; several are in the order given, separated by blanks.
 * NULL when it was given as an address. Borrowed. Any thread.
 */
MST_API const char *mst_targets_name(const struct mst_targets *targets, const struct mst_addr *addr);

/* Of a closed set: whether any address was given by a name. */
MST_API bool mst_targets_have_names(const struct mst_targets *targets);

/* Of a closed set: the number of addresses, and of those left out because no host can have them. */
MST_API mst_uint128 mst_targets_count(const struct mst_targets *targets);
MST_API mst_uint128 mst_targets_left_out(const struct mst_targets *targets);

/* Of a closed set: the address with this index, in ascending order (mst_addr_compare); index in [0, count). */
MST_API struct mst_addr mst_targets_at(const struct mst_targets *targets, mst_uint128 index);

/*
 * Reads the words of a list ("-" is standard input): separated by blanks or newlines; `#` starts a comment; a byte
 * order mark at the beginning is skipped. Every word goes to the sink with its line, from 1; a negative errno of the
 * sink, with its sentence, ends it, and the sentence here names file and line. -EINVAL for what is no text file, else
 * -errno.
 */
typedef int mst_list_sink(void *user, const char *word, uint64_t line, struct mst_error *err);
MST_API int mst_list_read(const char *path, mst_list_sink *sink, void *user, struct mst_error *err);

/* A set of ports, as a value: one bit each. Zero-initialised it is empty. */
struct mst_ports {
	uint64_t bits[1024];
	uint64_t excluded[1024]; /* ports that were removed, whether they were in the set or not */
	uint8_t proto;           /* IPPROTO_TCP or IPPROTO_UDP, with which added lists must agree; 0: not known yet,
	                          * the first list decides */
};

/*
 * Adds a list: `22,80,8000-8100`, open ranges `-1023` and `60000-`, `-` for 1-65535, names of the services
 * database (`ssh,https`), `common` for those of everyday services, and `common:N` for the first N of them; each may
 * name its protocol (`80/tcp`, `53/udp`, `T:80,443`: for all that follow).
 * -EINVAL with a sentence naming the part that was not understood.
 */
MST_API int mst_ports_add(struct mst_ports *ports, const char *text, struct mst_error *err);

/* Removes the ports of such a list. */
MST_API int mst_ports_remove(struct mst_ports *ports, const char *text, struct mst_error *err);

/* The index-th of the common ports of IPPROTO_TCP or IPPROTO_UDP, most common first; 0 past the last. */
MST_API uint16_t mst_ports_common(uint8_t proto, size_t index);

MST_API uint32_t mst_ports_count(const struct mst_ports *ports);
MST_API bool mst_ports_has(const struct mst_ports *ports, uint16_t port);
MST_API bool mst_ports_excludes(const struct mst_ports *ports, uint16_t port);

#endif
