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
	unsigned int count;   /* frames to send */
	unsigned int next;    /* frames redirected so far */
	unsigned int left;    /* of them, those that the device took */
	unsigned int last;    /* of them, those of the last bulk */
	unsigned int full;    /* the device refused one: no more are redirected */
	unsigned int cpu;     /* where this call runs */
};

#endif
