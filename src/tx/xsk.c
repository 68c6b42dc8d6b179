/* SPDX-License-Identifier: BSD-2-Clause */
/* xsk.c - see xsk.h. */
#include "tx/xsk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <xdp/libxdp.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/netdev.h"
#include "tx/tx.h"

#define CHUNK_BYTES 2048u /* the smallest that the kernel allows */
#define RECEIVE_CHUNKS 2048u
#define PATIENCE_NS (500 * MST_NS_PER_MS)    /* for a socket closed just before to release its queue: mostly 20 ms */
#define LAST_FRAMES_NS (100 * MST_NS_PER_MS) /* for a driver to send what is in the ring */
#define LOOK_EVERY_NS (2 * MST_NS_PER_MS)
#define SEND_BUFFER_BYTES (4 << 20)
#define MAX_TX_SKB_BUDGET 9 /* XDP_MAX_TX_SKB_BUDGET of linux/if_xdp.h, since Linux 6.17 */
#define PRIVILEGE "AF_XDP sockets need privilege (CAP_NET_RAW)"

/*
 * Lets one kick send a whole burst; returns whether this kernel has that option. Kernels with it (Linux 6.17) report
 * after every kick how many frames they took; earlier ones only when they took all. A socket without a ring refuses the
 * option with EACCES, which shows that the kernel has it.
 */
static bool set_batch(int fd)
{
	int frames = MST_BURST;

	return setsockopt(fd, SOL_XDP, MAX_TX_SKB_BUDGET, &frames, sizeof frames) == 0 || errno == EACCES;
}

int mst_xsk_try(bool *in_batches, struct mst_error *err)
{
	int fd = socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0), code = fd < 0 ? errno : 0;

	*in_batches = fd >= 0 && set_batch(fd);
	if (fd >= 0)
		close(fd);
	if (code == EPERM)
		return mst_fail(err, -EPERM, PRIVILEGE);
	return code ? mst_fail(err, -ENOSYS, "this kernel has no AF_XDP sockets: %s", strerror(code)) : 0;
}

/* ---- while it is open ---- */

void mst_xsk_reap(struct mst_xsk *xsk)
{
	uint32_t at = 0, count = xsk_ring_cons__peek(&xsk->completed, MST_XSK_CHUNKS, &at);

	for (uint32_t i = 0; i < count; i++) {
		uint64_t address = *xsk_ring_cons__comp_addr(&xsk->completed, at + i);

		if (address != MST_XSK_NOWHERE) /* some kernels also return the entries that they skipped */
			xsk->free[xsk->free_count++] = address;
	}
	xsk_ring_cons__release(&xsk->completed, count);
}

int mst_xsk_kick(struct mst_xsk *xsk)
{
	if (!xsk_ring_prod__needs_wakeup(&xsk->ring))
		return 0;
	return sendto(xsk_socket__fd(xsk->socket), NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 ? errno : 0;
}

bool mst_xsk_may_pass(int code)
{
	return code == 0 || code == EAGAIN || code == EBUSY || code == ENOBUFS || code == ENOMEM;
}

/* ---- opening ---- */

/* libxdp would write to standard error; errors are reported by `err` instead. */
static int print_nothing(enum libxdp_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int map_chunks(struct mst_xsk *xsk, struct mst_error *err)
{
	xsk->chunks_bytes = (size_t)CHUNK_BYTES * (MST_XSK_CHUNKS + (xsk->zero_copy ? RECEIVE_CHUNKS : 0));
	xsk->chunks = mmap(NULL, xsk->chunks_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
	                   -1, 0);
	if (xsk->chunks != MAP_FAILED)
		return 0;
	xsk->chunks = NULL;
	return mst_fail(err, -ENOMEM, "no memory for AF_XDP");
}

/*
 * Zero-copy uses the receiving side of the queue too. No frame is delivered to us, because no program redirects it
 * here. But the driver then keeps what the machine receives on this queue in chunks of ours, so it needs some.
 */
static void stock(struct mst_xsk *xsk)
{
	uint32_t at = 0;

	xsk_ring_prod__reserve(&xsk->fill, RECEIVE_CHUNKS, &at);
	for (uint32_t i = 0; i < RECEIVE_CHUNKS; i++)
		*xsk_ring_prod__fill_addr(&xsk->fill, at + i) = (uint64_t)CHUNK_BYTES * (MST_XSK_CHUNKS + i);
	xsk_ring_prod__submit(&xsk->fill, RECEIVE_CHUNKS);
}

static void unbind(struct mst_xsk *xsk)
{
	if (xsk->socket)
		xsk_socket__delete(xsk->socket);
	if (xsk->umem)
		xsk_umem__delete(xsk->umem);
	xsk->socket = NULL;
	xsk->umem = NULL;
}

/* 0 or a negative errno. After a failure nothing is used again, because libxdp does not report what is left. */
static int bind_once(struct mst_xsk *xsk, unsigned queue)
{
	struct xsk_umem_config memory = {
		.fill_size = RECEIVE_CHUNKS,
		.comp_size = MST_XSK_CHUNKS,
		.frame_size = CHUNK_BYTES,
	};
	struct xsk_socket_config config = {
		.tx_size = MST_XSK_CHUNKS,
		.libxdp_flags = XSK_LIBXDP_FLAGS__INHIBIT_PROG_LOAD,
		.bind_flags = (uint16_t)(XDP_USE_NEED_WAKEUP | (xsk->zero_copy ? XDP_ZEROCOPY : XDP_COPY)),
	};
	int code = xsk_umem__create(&xsk->umem, xsk->chunks, xsk->chunks_bytes, &xsk->fill, &xsk->completed, &memory);

	if (code == 0 && xsk->zero_copy)
		stock(xsk);
	if (code == 0)
		code = xsk_socket__create(&xsk->socket, xsk->interface, queue, xsk->umem, NULL, &xsk->ring, &config);
	/* Tries a kick without frames: some drivers bind, and then send only where a program is
	 * attached (ENXIO of i40e, ice). */
	if (code == 0 && xsk->zero_copy && !mst_xsk_may_pass(mst_xsk_kick(xsk)))
		code = -EOPNOTSUPP;
	if (code < 0)
		unbind(xsk);
	return code;
}

/* The kernel unbinds a closed socket some time later; until then the queue is in use. */
static int bind_queue(struct mst_xsk *xsk, unsigned queue)
{
	uint64_t until_ns = mst_now_ns() + PATIENCE_NS;
	int code = bind_once(xsk, queue);

	while (code == -EBUSY && mst_now_ns() < until_ns) {
		mst_sleep_until_ns(mst_now_ns() + LOOK_EVERY_NS);
		code = bind_once(xsk, queue);
	}
	return code;
}

static int explain(const struct mst_xsk *xsk, unsigned queue, int code, struct mst_error *err)
{
	switch (code) {
	case 0: return 0;
	case -EPERM: return mst_fail(err, code, PRIVILEGE);
	case -EBUSY:
		return mst_fail(err, code, "queue %u of %s is taken by another AF_XDP socket", queue, xsk->interface);
	case -EINVAL:
		return mst_fail(err, -EOPNOTSUPP, "%s has no queue %u in use, and each lane needs its own (ethtool -l)",
		                xsk->interface, queue);
	case -ENOBUFS:
		return mst_fail(err, code, "AF_XDP needs %zu kB of locked memory (ulimit -l, or CAP_IPC_LOCK)",
		                xsk->chunks_bytes >> 10);
	default:
		return mst_fail(err, code, "cannot bind to queue %u of %s: %s", queue, xsk->interface, strerror(-code));
	}
}

/* Without CAP_NET_ADMIN the buffer is as large as the kernel's limit allows. */
static void enlarge_buffer(int fd)
{
	int bytes = SEND_BUFFER_BYTES;

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) < 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

/* A kernel that does not report it is tried: binding fails where the driver cannot. */
static bool may_zero_copy(int ifindex)
{
	uint64_t features = 0;
	int code = mst_netdev_xdp(&features, ifindex, NULL);

	return code == -ENOSYS || (code == 0 && (features & MST_XDP_ZEROCOPY));
}

int mst_xsk_open(struct mst_xsk *xsk, const char *interface, int ifindex, unsigned queue, bool zero_copy,
                 struct mst_error *err)
{
	int code;

	libxdp_set_print(print_nothing);
	memccpy(xsk->interface, interface, '\0', sizeof xsk->interface - 1);
	xsk->zero_copy = zero_copy && may_zero_copy(ifindex);
	code = map_chunks(xsk, err);
	if (code < 0)
		return code;
	code = bind_queue(xsk, queue);
	if (code < 0 && code != -EBUSY && xsk->zero_copy) {
		xsk->zero_copy = false;
		code = bind_queue(xsk, queue);
	}
	if (code < 0)
		return explain(xsk, queue, code, err);
	while (xsk->free_count < MST_XSK_CHUNKS) {
		xsk->free[xsk->free_count] = xsk->free_count * CHUNK_BYTES;
		xsk->free_count++;
	}
	xsk->batch = set_batch(xsk_socket__fd(xsk->socket)) ? MST_BURST : 1;
	enlarge_buffer(xsk_socket__fd(xsk->socket));
	return 0;
}

const char *mst_xsk_mode(bool zero_copy)
{
	return zero_copy ? "zero-copy" : "copy";
}

const char *mst_xsk_mode_at(int ifindex, bool by_name)
{
	uint64_t features = 0;

	return mst_xsk_mode(by_name && mst_netdev_xdp(&features, ifindex, NULL) == 0 &&
	                    (features & MST_XDP_ZEROCOPY) != 0);
}

/* ---- closing ---- */

/* Unbinding stops the queue: frames that a driver still reads from the ring would be lost. */
static int await_last_frames(struct mst_xsk *xsk, struct mst_error *err)
{
	uint64_t until_ns = mst_now_ns() + LAST_FRAMES_NS;

	for (mst_xsk_reap(xsk); xsk->free_count < MST_XSK_CHUNKS; mst_xsk_reap(xsk)) {
		if (mst_now_ns() > until_ns)
			return mst_fail(err, -EIO, "%s did not confirm that %zu frames were sent", xsk->interface,
			                MST_XSK_CHUNKS - xsk->free_count);
		mst_xsk_kick(xsk);
		mst_sleep_until_ns(mst_now_ns() + LOOK_EVERY_NS);
	}
	return 0;
}

int mst_xsk_close(struct mst_xsk *xsk, struct mst_error *err)
{
	int code = xsk->socket && xsk->zero_copy ? await_last_frames(xsk, err) : 0;

	unbind(xsk);
	if (xsk->chunks)
		munmap(xsk->chunks, xsk->chunks_bytes);
	xsk->chunks = NULL;
	return code;
}
