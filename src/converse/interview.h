/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interview.h - what is asked of one port, one connection after another, until its service is known:
 *
 *     connect ─► listen 300 ms ─► the dialogue of the port, or of what it said ─┬─► known: over
 *        ▲                                                                      │
 *        └── next: what its bytes are known by ─► TLS ─► dialogues that are worth a try anywhere
 *
 * A port whose first connection brought nothing is compared with ports of its host that are surely not in use.
 *
 *     interview  ─► talking (a dialogue), shaking (TLS), compare, choice: what is next
 *                ─► state: what is known of the port so far
 */
#ifndef MST_CONVERSE_INTERVIEW_H
#define MST_CONVERSE_INTERVIEW_H

#include "converse/state.h"

/* Connects to `port` of means->hosts.hosts[host]; not where its ending is known: then it is only compared. */
void mst_interview_begin(struct mst_interview *interview, struct mst_interview_means *means,
                         const struct mst_open_port *port, uint32_t host, uint64_t now_ns);

/* Its socket can be read or written, or `now_ns` is at its `until_ns`. Afterwards its stage, its socket, and what it
 * waits for may be others. */
void mst_interview_go_on(struct mst_interview *interview, bool readable, bool writable, uint64_t now_ns);

/* Whether it waits until its socket can be written. */
bool mst_interview_wants_to_write(const struct mst_interview *interview);

/* When it is over: adds what follows from all that was found out. */
void mst_interview_conclude(struct mst_interview *interview);

#endif
