/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * offloads.h - puts back what an XDP program changed and its driver does not: some drivers turn LRO off when a program
 * is attached, and leave it off (vmxnet3, atlantic).
 *
 * By then privileges are dropped, or the process was killed. So a process of its own waits for its end with nothing but
 * a pipe, a socket, and CAP_NET_ADMIN, by which flags of devices are set:
 *
 *     mst_offloads_guard ─► waits ─────────────────────► the pipe is closed ─► LRO on again ─► ends
 *     this process          attaches, runs, ends ────────┘ (also by kill -9)
 */
#ifndef MST_RX_OFFLOADS_H
#define MST_RX_OFFLOADS_H

struct mst_offloads {
	int held; /* open as long as the program may be attached; -1: nothing is guarded */
	int done; /* ends when everything is put back */
};

/* Nothing is guarded. */
#define MST_OFFLOADS_NONE ((struct mst_offloads){ -1, -1 })

/* To be called before the program is attached. Does nothing where LRO is off. Failures are ignored. */
void mst_offloads_guard(struct mst_offloads *offloads, const char *interface);

/* To be called after the program was detached: waits until LRO is on again, some milliseconds, five seconds at most. */
void mst_offloads_release(struct mst_offloads *offloads);

#endif
