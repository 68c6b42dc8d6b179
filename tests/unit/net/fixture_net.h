/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_net.h - a network namespace for one test, and questions that tests ask in it.
 *
 * Nothing in it leads out of this machine: all links are veth pairs with both ends inside.
 */
#ifndef TESTS_UNIT_NET_FIXTURE_NET_H
#define TESTS_UNIT_NET_FIXTURE_NET_H

#include "net/path_find.h"

/* Enters a new namespace with `lo` up; skips the test, with a message, where that is not allowed. */
void enter_namespace(void);

/* Runs a shell line, which must succeed. */
void run(const char *line);

/* A veth pair NAME and NAME-far, both up, NAME with the address (NULL: none). */
void add_link(const char *name, const char *addr);

struct mst_addr addr_of(const char *text);

/* The paths to a list of targets; `interface` and `source` may be NULL. An error fails the test. */
struct mst_paths find_paths(const char *targets, const char *interface, const char *source);

/* The same by all that a choice has. */
struct mst_paths find_paths_by(const char *targets, const struct mst_paths_choice *choice);

/* The error for such a question; "" when there was none. The text is static. */
const char *find_error(const char *targets, const char *interface, const char *source);

/* One path in words: "unicast 10.0.0.1-10.0.0.9 d0 from 10.0.0.254 via 10.0.0.253". The text is static. */
const char *path_words(const struct mst_path *path);

/* All of them, one a line. The text is static. */
const char *paths_words(const struct mst_paths *paths);

#endif
