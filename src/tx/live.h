/*
 * live.h - what the live engine and its program in the kernel share.
 *
 *     user space                    kernel, one call (BPF_PROG_RUN, BPF_F_TEST_XDP_LIVE_FRAMES)
 *     frames[0..count)  ─────────►  send_live: copies the next frame into a fresh one, redirects it
 *     next, left, full  ◄─────────  watch_live: sees what the device took of each bulk
 */
#ifndef MST_TX_LIVE_H
#define MST_TX_LIVE_H

/* Reset by user space before each call. */
struct mst_live_state {
	unsigned long long task; /* the thread that makes this call, as the kernel tells threads apart */
	unsigned int count;   /* frames to send */
	unsigned int next;    /* frames redirected so far */
	unsigned int left;    /* frames [0, left) the device took, one after the other */
	unsigned int full;    /* then it refused one: no more are redirected */
	unsigned int extra;   /* 1: the last one redirected, already on its way by then, was taken all the same */
};

#endif
