/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live.h - what the live engine and its program in the kernel share.
 *
 *     user space                    kernel, one call (BPF_PROG_RUN, BPF_F_TEST_XDP_LIVE_FRAMES)
 *     frames[0..count)  ─────────►  send_live: copies the next frame into a fresh one, redirects it
 *     next, left, full  ◄─────────  watch_live: counts what the device took of each bulk
 *
 * live.c explains how a burst leaves.
 */
#ifndef MST_TX_LIVE_H
#define MST_TX_LIVE_H

/* Reset by user space before each call. */
struct mst_live_state {
	unsigned long long task; /* the kernel's address of the thread that makes this call */
	unsigned int count;      /* frames to send */
	unsigned int next;       /* frames redirected so far */
	unsigned int told;       /* frames of them that a bulk has had: taken or refused */
	unsigned int left;       /* the device took frames [0, left), one after the other */
	unsigned int full;       /* 1: then it refused a frame, and no more are redirected */
	unsigned int extra;      /* 1: it took the last frame redirected too, which was behind the refused ones */
	int error;               /* a negative errno: the device refused a bulk as a whole, because it takes none */
};

#endif
