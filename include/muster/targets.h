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
 * (`10.0.2.2-4`), octet lists and ranges (`10.0.0-3.1,5-9`), or a host name (every A record).
 * -EINVAL with a sentence when it is none of these;
 * a name that does not resolve is -EINVAL too.
 */
int mst_targets_add(struct mst_targets *targets, const char *text, struct mst_error *err);

/* Adds every expression of a file ("-" is standard input): one or many a line, separated by blanks,
 * `#` starts a comment. The sentence names file and line. -EINVAL for a bad line, else -errno. */
int mst_targets_add_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/* The same for what shall not be asked. The first bad exclude fails: never ask more than was meant. */
int mst_targets_exclude(struct mst_targets *targets, const char *text, struct mst_error *err);
int mst_targets_exclude_file(struct mst_targets *targets, const char *path, struct mst_error *err);

/*
 * Sorts, joins overlaps, cuts the exclusions out, and leaves out what can never answer as a host (0/8,
 * multicast, 240/4, limited broadcast). -EINVAL when nothing is left, naming the rule that emptied the set.
 * No more may be added afterwards. Idempotent.
 */
int mst_targets_close(struct mst_targets *targets, struct mst_error *err);

/* Of a closed set: how many addresses, and how many were left out because they can never answer. */
uint64_t mst_targets_count(const struct mst_targets *targets);
uint64_t mst_targets_left_out(const struct mst_targets *targets);

/* Of a closed set: the address with this index, in ascending order; index in [0, count). */
struct mst_addr mst_targets_at(const struct mst_targets *targets, uint64_t index);

/* Ports as a value: one bit each. Zero-initialised is empty. */
struct mst_ports {
	uint64_t bits[1024];
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

#endif
