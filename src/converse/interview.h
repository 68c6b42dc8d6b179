/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interview.h - what is asked of one port, one connection after another, until its service is known:
 *
 *     connect ─► listen 300 ms ─► the dialogue of the port, or of what it said ─┬─► known: over
 *        ▲                                                                      │
 *        └── next: what its bytes are known by ─► TLS ─► dialogues that are worth a try anywhere
 *
 * A port that never says anything is compared with one of its host that is surely not in use.
 */
#ifndef MST_CONVERSE_INTERVIEW_H
#define MST_CONVERSE_INTERVIEW_H

#include "converse/state.h"

/* Ready for `port`; not connected. */
void mst_interview_begin(struct mst_interview *interview, const struct mst_interview_means *means,
                         const struct mst_open_port *port, uint64_t now_ns);

/* Its socket can be read or written, or `now_ns` is at its `until_ns`. Afterwards its stage, its socket, and what it
 * waits for may be others. */
void mst_interview_go_on(struct mst_interview *interview, bool readable, bool writable, uint64_t now_ns);

/* Whether it waits until its socket can be written. */
bool mst_interview_wants_to_write(const struct mst_interview *interview);

/* Connects to a port of the host that is not in use: stage COMPARING, after which `suspect` says whether it accepts. */
void mst_interview_compare(struct mst_interview *interview, uint16_t unused_port, uint64_t now_ns);

#endif
