/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp.c - AF_XDP through libxdp (Documentation/networking/af_xdp.rst of the kernel): frames in memory that the kernel
 * knows, described in a ring; a socket for each lane, on a queue of its own of the one device (xsk.h).
 *
 *     ring     … taken │ armed, armed, … │
 *                      place             producer
 *
 * There are two modes. When copying, the kernel reads the ring only during sendto(2) (a kick). Frames that it has not
 * taken when the call returns are withdrawn: their entries stay in the ring with an address that means nothing, and the
 * next send writes them anew. So a frame has left or it has not; none leaves later. Kernels before Linux 6.17 report
 * how many frames they took only at the end of the ring: there each frame gets a kick of its own,
 * which is no faster than a packet socket.
 * In zero-copy mode the driver reads the ring at any time; frames in it count as sent, as in every queue of a device.
 *
 * With --engine auto this engine does less than when it is named. Many drivers stop the queue for a moment for
 * zero-copy, and use its receiving side too. And frames of AF_XDP have no protocol (skb->protocol), which some stacked
 * devices need: ipvlan drops them. So auto only copies, and only where the driver supports XDP and the kernel reports
 * how many frames it took.
 */
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "net/netdev.h"
#include "tx/tx.h"
#include "tx/xsk.h"

struct xdp {
	struct mst_tx tx;
	struct mst_xsk xsk;
	uint32_t place; /* copying: the entry that the kernel reads next */
	int trouble;    /* of the last kick, an errno; 0 is none */
};

/* ---- the ring ---- */

/* Writes frames into the ring, from this place on. */
static void arm(struct xdp *xdp, uint32_t place, const struct mst_frame *frames, size_t count)
{
	struct mst_xsk *xsk = &xdp->xsk;

	for (uint32_t i = 0; i < count; i++) {
		const struct mst_frame *frame = &frames[i];
		struct xdp_desc *entry = xsk_ring_prod__tx_desc(&xsk->ring, place + i);

		*entry = (struct xdp_desc){
			.addr = xsk->free[--xsk->free_count],
			.len = MST_ETHERNET_BYTES + (uint32_t)frame->length,
		};
		memcpy(xsk->chunks + entry->addr, frame->ethernet, MST_ETHERNET_BYTES);
		memcpy(xsk->chunks + entry->addr + MST_ETHERNET_BYTES, frame->bytes, frame->length);
	}
}

/* Withdraws the frames that the kernel has not taken. */
static void disarm(struct xdp *xdp)
{
	struct mst_xsk *xsk = &xdp->xsk;

	for (uint32_t at = xdp->place; at != *xsk->ring.producer; at++) {
		struct xdp_desc *entry = xsk_ring_prod__tx_desc(&xsk->ring, at);

		if (entry->addr != MST_XSK_NOWHERE)
			xsk->free[xsk->free_count++] = entry->addr;
		entry->addr = MST_XSK_NOWHERE;
	}
}

/* ---- sending ---- */

/*
 * One kick; returns how many frames left. EBUSY means that the device dropped the last frame that it got: that one has
 * not left. Some kernels publish their place in the ring only if a frame left: after EBUSY they may
 * be one entry further.
 */
static size_t kick_copying(struct xdp *xdp)
{
	uint32_t taken, dropped;
	int32_t moved;

	xdp->trouble = mst_xsk_kick(&xdp->xsk);
	moved = (int32_t)(__atomic_load_n(xdp->xsk.ring.consumer, __ATOMIC_ACQUIRE) - xdp->place);
	dropped = xdp->trouble == EBUSY;
	mst_count(&xdp->tx.dropped, dropped);
	taken = moved > 0 ? (uint32_t)moved : dropped;
	xdp->place += taken;
	return taken - dropped;
}

/* Sends as many frames as one kick can. */
static size_t send_batch(struct xdp *xdp, const struct mst_frame *frames, size_t count)
{
	uint32_t standing = *xdp->xsk.ring.producer - xdp->place; /* entries in the ring without a frame */
	size_t gone;

	arm(xdp, xdp->place, frames, count);
	if (count > standing)
		xsk_ring_prod__submit(&xdp->xsk.ring, (uint32_t)count - standing);
	gone = kick_copying(xdp);
	disarm(xdp);
	if (gone == 0 && xdp->trouble == 0)
		xdp->trouble = ENXIO;       /* this queue of the device no longer exists */
	return gone < count ? gone : count; /* it may also have skipped empty entries behind ours */
}

static size_t send_copying(struct xdp *xdp, size_t count)
{
	size_t gone = 0, batch, left;

	do {
		batch = count - gone < xdp->xsk.batch ? count - gone : xdp->xsk.batch;
		left = send_batch(xdp, xdp->tx.frames + gone, batch);
		gone += left;
	} while (left == batch && gone < count);
	return gone;
}

/* Frames in the ring cannot be withdrawn: after a kick that failed,
 * another must succeed before more frames are added. */
static size_t send_zero_copy(struct xdp *xdp, size_t count)
{
	if (xdp->trouble || count == 0)
		xdp->trouble = mst_xsk_kick(&xdp->xsk);
	if (count == 0 || !mst_xsk_may_pass(xdp->trouble))
		return 0;
	arm(xdp, *xdp->xsk.ring.producer, xdp->tx.frames, count);
	xsk_ring_prod__submit(&xdp->xsk.ring, (uint32_t)count);
	xdp->trouble = mst_xsk_kick(&xdp->xsk);
	return count;
}

static size_t send_xdp(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct xdp *xdp = (struct xdp *)tx;
	size_t gone = 0, offered;

	mst_xsk_reap(&xdp->xsk);
	offered = count < xdp->xsk.free_count ? count : xdp->xsk.free_count;
	if (xdp->xsk.zero_copy)
		gone = send_zero_copy(xdp, offered);
	else if (offered)
		gone = send_copying(xdp, offered);
	else
		xdp->trouble = EAGAIN; /* the device has every chunk */
	*stop = gone == count                            ? MST_TX_ALL
	        : gone || mst_xsk_may_pass(xdp->trouble) ? MST_TX_BUSY
	                                                 : mst_tx_stop_of(xdp->trouble);
	tx->error = xdp->trouble;
	return gone;
}

/* ---- opening and closing ---- */

/* The one device that frames leave through; NULL, with a sentence, when there is none, or are several. */
static const struct mst_hop *only_hop(const struct mst_tx_config *config, struct mst_error *err)
{
	const struct mst_hop *only = NULL;

	for (size_t i = 0; i < config->hop_count; i++) {
		const struct mst_hop *hop = &config->hops[i];

		if (!mst_hop_has_ethernet(hop))
			continue;
		if (only && hop->ifindex != only->ifindex) {
			mst_fail(err, -EOPNOTSUPP,
			         "targets are reached through %s and %s: AF_XDP sends through one device",
			         only->interface, hop->interface);
			return NULL;
		}
		only = hop;
	}
	if (!only)
		mst_fail(err, -EOPNOTSUPP, "no target is reached through an Ethernet device");
	return only;
}

/* Whether it is safe, and faster than a packet socket. */
static int check_for_auto(const struct mst_hop *hop, bool in_batches, struct mst_error *err)
{
	uint64_t features;
	int code = mst_netdev_xdp(&features, hop->ifindex, err);

	if (code == 0 && !(features & MST_XDP_BASIC))
		code = mst_fail(err, -EOPNOTSUPP,
		                "the driver of %s does not support XDP: there AF_XDP is used only when --engine xdp "
		                "asks for it",
		                hop->interface);
	if (code == 0 && !in_batches)
		code = mst_fail(err, -ENOSYS,
		                "AF_XDP of this kernel is no faster than a packet socket (needs Linux 6.17)");
	return code;
}

static int check_xdp(const struct mst_tx_config *config, struct mst_error *err)
{
	int code = mst_tx_check_short(config, err);
	const struct mst_hop *hop = code == 0 ? only_hop(config, err) : NULL;
	bool in_batches;

	if (!hop)
		return code < 0 ? code : -EOPNOTSUPP;
	if (config->lanes > hop->tx_queues)
		return mst_fail(err, -EOPNOTSUPP, "%s has %u queue%s to send on, and each of %u lanes needs its own",
		                hop->interface, hop->tx_queues, hop->tx_queues == 1 ? "" : "s", config->lanes);
	code = mst_xsk_try(&in_batches, err);
	return code < 0 || config->by_name ? code : check_for_auto(hop, in_batches, err);
}

static const char *mode_of(const struct mst_tx *tx)
{
	return mst_xsk_mode(((const struct xdp *)tx)->xsk.zero_copy);
}

static int close_xdp(struct mst_tx *tx, struct mst_error *err)
{
	struct xdp *xdp = (struct xdp *)tx;
	int code = mst_xsk_close(&xdp->xsk, err);

	free(xdp->tx.frames);
	free(xdp);
	return code;
}

static int open_xdp(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	const struct mst_hop *hop = only_hop(config, err);
	struct xdp *xdp = hop ? mst_lines_new(1, sizeof *xdp) : NULL;
	int code = 0;

	*tx = NULL;
	if (!xdp)
		return hop ? mst_fail(err, -ENOMEM, "no memory for AF_XDP") : -EOPNOTSUPP;
	xdp->tx.engine = &mst_tx_xdp;
	xdp->tx.burst = MST_BURST;
	xdp->tx.frames = mst_tx_frames(MST_BURST);
	if (!xdp->tx.frames)
		code = mst_fail(err, -ENOMEM, "no memory for frames");
	if (code == 0)
		code = mst_xsk_open(&xdp->xsk, hop->interface, hop->ifindex, config->lane, config->by_name, err);
	if (code < 0) {
		close_xdp(&xdp->tx, NULL);
		return code;
	}
	*tx = &xdp->tx;
	return 0;
}

const struct mst_tx_engine mst_tx_xdp = {
	.name = "xdp",
	.meaning = "AF_XDP sockets: any one Ethernet device, a queue a lane; without copying where the driver can and "
		   "it is asked for by name",
	.reports_drops = true,
	.touches_device = true,
	.check = check_xdp,
	.open = open_xdp,
	.send = send_xdp,
	.mode = mode_of,
	.mode_at = mst_xsk_mode_at,
	.close = close_xdp,
};
