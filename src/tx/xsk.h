/*
 * xsk.h - a socket of AF_XDP that only sends: its memory, its rings, and the queue of a device that it is bound to.
 *
 *     chunks   [ frame ][ frame ] …      free ──► in the ring ──► with the device ──► completed ──► free
 *
 * No program is attached to the device: whatever else is done with XDP there goes on.
 */
#ifndef MST_TX_XSK_H
#define MST_TX_XSK_H

#include <muster/error.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xdp/xsk.h>

#define MST_XSK_CHUNKS 1024u         /* frames on their way; the rings are as long, and so never full */
#define MST_XSK_NOWHERE UINT64_MAX   /* an address that the kernel passes over */

struct mst_xsk {
	char interface[IF_NAMESIZE];
	bool zero_copy;
	struct xsk_umem *umem;
	struct xsk_socket *socket;
	struct xsk_ring_prod fill, ring;
	struct xsk_ring_cons completed;
	uint8_t *chunks;
	size_t chunks_bytes;
	uint64_t free[MST_XSK_CHUNKS];   /* addresses within chunks */
	size_t free_count;
	size_t batch;                    /* copying: frames that one kick may be given */
};

/*
 * Whether there are such sockets here, and whether copying they send many frames at a time. 0, or a negative errno with a
 * sentence: this process may not, or this kernel can not.
 */
int mst_xsk_try(bool *in_batches, struct mst_error *err);

/*
 * Binds to this queue of the device; zero-copy only when that is wanted, the driver says that it can, and then does.
 * Waits up to half a second for a socket that was closed just now to let go of it. 0, or a negative errno with a sentence;
 * closed by the caller either way. *xsk is zeroed before.
 */
int mst_xsk_open(struct mst_xsk *xsk, const char *interface, int ifindex, unsigned queue, bool zero_copy,
                 struct mst_error *err);

/*
 * Waits up to 100 ms for what a driver reads from the ring by itself. -EIO, with a sentence, when that did not do; it
 * is closed all the same.
 */
int mst_xsk_close(struct mst_xsk *xsk, struct mst_error *err);

/* Takes back the chunks that the device is done with. */
void mst_xsk_reap(struct mst_xsk *xsk);

/*
 * Has the kernel, or the driver, send what stands in the ring; when copying, before it returns. 0, or an errno (not
 * negative) for why it did not send more.
 */
int mst_xsk_kick(struct mst_xsk *xsk);

/* After this outcome of a kick the next may send: all went well, or a queue is full. */
bool mst_xsk_may_pass(int code);

#endif
