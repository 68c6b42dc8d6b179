/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolver.h - asks the name servers of resolv.conf(5) for addresses, many names at a time, by c-ares. One thread.
 *
 *     open ──► ask, ask, … ──► wait ──► answered(), each once ──► … ──► close
 *
 * A question is repeated after 1, 2 and 4 seconds, to every server in turn; search domains are tried as the C library
 * tries them.
 */
#ifndef MST_TARGET_RESOLVER_H
#define MST_TARGET_RESOLVER_H

#include <poll.h>
#include <stdint.h>

#include "target/answers.h"

struct mst_resolver;

/* 0, or a negative errno. `answered` is called from within ask, wait and close. */
int mst_resolver_open(struct mst_resolver **out, mst_name_answered *answered, void *user);

void mst_resolver_ask(struct mst_resolver *resolver, const char *name, const struct mst_name_question *question);

/* Questions without an answer so far. */
size_t mst_resolver_asking(const struct mst_resolver *resolver);

/* When a server has answered last, of mst_now_ns; 0: none has. */
uint64_t mst_resolver_heard_ns(const struct mst_resolver *resolver);

/* Waits for answers, for `also` (a descriptor to be read, or -1), or at most this long, and passes on what came. */
void mst_resolver_wait(struct mst_resolver *resolver, int also, int at_most_ms);

/* What is still asked gets an answer: temporarily none. Accepts NULL. */
void mst_resolver_close(struct mst_resolver *resolver);

#endif
