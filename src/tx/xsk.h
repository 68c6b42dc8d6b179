/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xsk.h - an AF_XDP socket that only sends: its memory, its rings, and the queue of a device that it is bound to.
 *
 *     chunks   [ frame ][ frame ] …      free ──► in the ring ──► with the device ──► completed ──► free
 *
 * No program is attached to the device: other programs that use XDP there are not disturbed.
 */
#ifndef MST_TX_XSK_H
#define MST_TX_XSK_H

#include <muster/error.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xdp/xsk.h>

#define MST_XSK_CHUNKS 1024u       /* frames in flight; the rings have as many entries, and are never full */
#define MST_XSK_NOWHERE UINT64_MAX /* an invalid address: the kernel skips such entries */

struct mst_xsk {
	char interface[IF_NAMESIZE];
	bool zero_copy;
	struct xsk_umem *umem;
	struct xsk_socket *socket;
	struct xsk_ring_prod fill, ring;
	struct xsk_ring_cons completed;
	uint8_t *chunks;
	size_t chunks_bytes;
	uint64_t free[MST_XSK_CHUNKS]; /* addresses within chunks */
	size_t free_count;
	size_t batch; /* copying: the most frames for one kick */
};

/*
 * Whether AF_XDP sockets can be opened; *in_batches: whether, when copying, one kick sends many frames. 0, or a
 * negative errno with a sentence: missing privilege, or a kernel without them.
 */
int mst_xsk_try(bool *in_batches, struct mst_error *err);

/*
 * Binds to this queue of the device; zero-copy only when that is wanted, and the driver supports it. Waits up to half a
 * second until a socket closed just before has released the queue. 0, or a negative errno with a sentence; the caller
 * closes it in both cases. *xsk is zeroed before.
 */
int mst_xsk_open(struct mst_xsk *xsk, const char *interface, int ifindex, unsigned queue, bool zero_copy,
                 struct mst_error *err);

/*
 * Waits up to 100 ms for frames that a driver still reads from the ring, then closes. -EIO, with a sentence, when that
 * was not long enough.
 */
int mst_xsk_close(struct mst_xsk *xsk, struct mst_error *err);

/* Takes back the chunks whose frames have left. */
void mst_xsk_reap(struct mst_xsk *xsk);

/*
 * Makes the kernel, or the driver, send what is in the ring; when copying, before it returns. 0, or an errno
 * (positive): why it did not send more.
 */
int mst_xsk_kick(struct mst_xsk *xsk);

/* "zero-copy" or "copy". Static. */
const char *mst_xsk_mode(bool zero_copy);

/* The best that the driver reports; engines that are not named only copy. */
const char *mst_xsk_mode_at(int ifindex, bool by_name);

/* Whether the next kick may succeed after this result: it was success, or a full queue. */
bool mst_xsk_may_pass(int code);

#endif
