/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_names.h - asks the C library for addresses, getaddrinfo(3), in a bounded number of threads.
 *
 *     open ──► ask, ask, … ──► (fd can be read) ──► collect: answered(), each once ──► … ──► close
 *
 * A call of getaddrinfo cannot be stopped. So close does not wait for it: its thread ends when the call returns, and
 * whoever leaves last frees what they share (one lock protects it).
 */
#ifndef MST_TARGET_SYSTEM_NAMES_H
#define MST_TARGET_SYSTEM_NAMES_H

#include "target/answers.h"

/* The most threads, and so names that are looked up at the same time. */
#define MST_SYSTEM_NAMES_MAX 64

struct mst_system_names;

/* 0, or a negative errno. Threads are started when there is something to ask. */
int mst_system_names_open(struct mst_system_names **out);

/* 0, or -ENOMEM. Where no thread can be started, it looks the name up itself and returns when it is done. */
int mst_system_names_ask(struct mst_system_names *names, const char *name, const struct mst_name_question *question);

/* A descriptor that can be read when there are answers. */
int mst_system_names_fd(const struct mst_system_names *names);

/* Questions without an answer that was collected. */
size_t mst_system_names_asking(const struct mst_system_names *names);

/* Passes on the answers that came. Returns their number. */
size_t mst_system_names_collect(struct mst_system_names *names, mst_name_answered *answered, void *user);

/* Answers that were not collected are lost. Accepts NULL. */
void mst_system_names_close(struct mst_system_names *names);

#endif
