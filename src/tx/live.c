/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live.c - XDP live frames: whole bursts leave through the device's ndo_xdp_xmit, without sockets or socket buffers.
 *
 * The kernel can test an XDP program on frames that were never received, and lets it redirect them to a device:
 * BPF_PROG_RUN with BPF_F_TEST_XDP_LIVE_FRAMES (T. Høiland-Jørgensen, Linux 5.18). That makes a fast transmitter. One
 * system call sends a burst:
 *
 *     user space                    kernel                                                        device
 *     ┌───────────────────┐         for each of `count` frames:
 *     │ frames[0..count)  │ shared  ┌────────────────────────────────────────┐   bulks of 16     ┌──────────────┐
 *     │ built by the lane ├────────►│ send_live: copy frame, redirect it     ├──────────────────►│ ndo_xdp_xmit │
 *     └───────────────────┘ memory  └────────────────────────────────────────┘                   └──────┬───────┘
 *               ▲                   ┌────────────────────────────────────────┐   after each bulk:       │
 *               └───────────────────┤ watch_live: how many did it take?      │◄────────────────────────┘
 *                 left, full, extra └────────────────────────────────────────┘   tracepoint xdp_devmap_xmit
 *
 * The call reports success whatever the device does, and a device with a full queue drops. So a second program watches
 * each bulk, and frames that were refused are offered again: none is lost unnoticed. One detail makes that harder. The
 * kernel hands a bulk over when the next frame needs its place, so that frame is in the next bulk already when a
 * refusal is seen:
 *
 *     frame       0 … 15    16 … 19    20 … 31    32       33 …
 *                 taken     taken      refused    taken    not redirected: `full` is set by now
 *                 └─ left = 20 ──┘                extra = 1
 *
 * A lane takes frames off the front of its array. So frame 32 and frame 20 change places, and [0, 21) have left.
 *
 * A call costs 10 µs before the first frame. So small bursts go through a packet socket, and so do frames that the
 * device does not take in this way. A call with a program that is attached nowhere takes 20 ms more, because the kernel
 * then patches its code before and after. So send_live is attached: to the loopback device of a network namespace that
 * this process makes, and that ends with it. Not by a link, which would be detached when it is closed: the namespace
 * takes the program with it, and nobody waits for that.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/if_link.h>

#include "base/fail.h"
#include "base/lines.h"
#include "net/driver.h"
#include "net/xdp_attached.h"
#include "tx/live.h" /* before live.skel.h, which uses its struct */
#include "tx/tx.h"

#include <live.skel.h>

#define BURST 2048
#define SMALL 24 /* fewer frames leave faster through a packet socket */
#define KERNEL_BATCH \
	64 /* frames between two pauses of the kernel for other work, such as emptying a veth's ring of 256 */
#define LOOPBACK 1

struct live {
	struct mst_tx tx;
	struct mst_tx *packet; /* for small bursts: our frames are copied into its own */
	struct live_bpf *programs;
	struct bpf_link *watch;
	int namespace_fd; /* a socket that keeps the namespace in which send_live is attached */
	void *shared;     /* the frames */
	size_t shared_bytes;
	uint8_t first[MST_ETHERNET_BYTES + MST_FRAME_BYTES];
};

/* The socket first: the kernel closes it while, beside this, others hold the lock that the links need. */
static void leave(struct mst_tx *tx)
{
	struct live *live = (struct live *)tx;

	mst_tx_close(live->packet, NULL);
	bpf_link__destroy(live->watch);
	if (live->namespace_fd >= 0)
		close(live->namespace_fd);
	live->packet = NULL;
	live->watch = NULL;
	live->namespace_fd = -1;
}

static int close_live(struct mst_tx *tx, struct mst_error *err)
{
	struct live *live = (struct live *)tx;

	(void)err;
	leave(tx);
	if (live->shared)
		munmap(live->shared, live->shared_bytes);
	live_bpf__destroy(live->programs);
	free(live);
	return 0;
}

/* Why the device takes no frames, as far as that is known: most drivers take them while a program is attached. */
static int refuse(const struct mst_driver *driver, const char *interface, struct mst_error *err)
{
	if (driver->row && driver->row->xmit == MST_XDP_XMIT_ATTACHED)
		return mst_fail(err, -EOPNOTSUPP,
		                "%s takes XDP frames only while an XDP program is attached (--rx xdp attaches one)",
		                interface);
	return mst_fail(err, -EOPNOTSUPP,
	                "%s takes no XDP frames (a veth does when its other end has an XDP program, or GRO on)",
	                interface);
}

static int check_hop(const struct mst_hop *hop, bool by_name, struct mst_error *err)
{
	struct mst_driver driver;
	int code = mst_driver_read(&driver, hop->interface, hop->ifindex, err);
	bool takes = driver.features & MST_XDP_NDO_XMIT;

	if (code < 0)
		return code;
	if (!driver.reported && !by_name)
		return mst_fail(err, -ENOSYS,
		                "this kernel does not report whether %s takes XDP frames (Linux 6.3 does); --engine "
		                "live tries",
		                hop->interface);
	if (!driver.reported && driver.row->xmit == MST_XDP_XMIT_ATTACHED)
		takes = mst_xdp_is_attached(hop->ifindex);
	return takes ? 0 : refuse(&driver, hop->interface, err);
}

static int check_live(const struct mst_tx_config *config, struct mst_error *err)
{
	int code = mst_tx_check_short(config, err);

	for (size_t i = 0; i < config->hop_count && code == 0; i++) {
		if (mst_hop_has_ethernet(&config->hops[i]))
			code = check_hop(&config->hops[i], config->by_name, err);
	}
	return code;
}

/* ---- opening ---- */

/* libbpf would write to standard error; errors are reported by `err` instead. */
static int print_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int load(struct live *live, struct mst_error *err)
{
	int code;

	libbpf_set_print(print_nothing);
	live->programs = live_bpf__open();
	if (!live->programs)
		return mst_fail(err, -errno, "cannot open the programs of the live engine: %s", strerror(errno));
	code = bpf_map__set_max_entries(live->programs->maps.frames, BURST + MST_TX_SPARE);
	if (code == 0)
		code = live_bpf__load(live->programs);
	if (code == -EPERM)
		return mst_fail(
			err, -EPERM,
			"loading programs into the kernel needs privilege (CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON)");
	if (code < 0)
		return mst_fail(err, -ENOSYS, "this kernel rejects the programs of the live engine: %s",
		                strerror(-code));
	return 0;
}

static int share(struct live *live, struct mst_error *err)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	live->shared_bytes = ((BURST + MST_TX_SPARE) * sizeof(struct mst_frame) + page - 1) & ~(page - 1);
	live->shared = mmap(NULL, live->shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
	                    bpf_map__fd(live->programs->maps.frames), 0);
	if (live->shared == MAP_FAILED) {
		live->shared = NULL;
		return mst_fail(err, -errno, "cannot share frames with the kernel: %s", strerror(errno));
	}
	live->tx.frames = live->shared;
	return 0;
}

/* Runs in a thread of its own, because a thread changes its namespace as a whole. */
static void *attach_in_new_namespace(void *argument)
{
	struct live *live = argument;
	int program = bpf_program__fd(live->programs->progs.send_live), fd;

	if (unshare(CLONE_NEWNET) < 0)
		return NULL;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && bpf_xdp_attach(LOOPBACK, program, XDP_FLAGS_SKB_MODE, NULL) == 0)
		live->namespace_fd = fd;
	else if (fd >= 0)
		close(fd);
	return NULL;
}

static int attach(struct live *live, struct mst_error *err)
{
	pthread_t thread;
	int code = pthread_create(&thread, NULL, attach_in_new_namespace, live);

	if (code)
		return mst_fail(err, -code, "cannot start a thread: %s", strerror(code));
	pthread_join(thread, NULL);
	if (live->namespace_fd < 0)
		return mst_fail(err, -EOPNOTSUPP,
		                "the live engine cannot attach its program in a network namespace of its own (needs "
		                "CAP_SYS_ADMIN)");
	live->watch = bpf_program__attach(live->programs->progs.watch_live);
	if (!live->watch)
		return mst_fail(err, -errno, "the live engine cannot watch the device: %s", strerror(errno));
	return 0;
}

/* Runs the program over frames[0..count) of the shared ones; 0 or a negative errno. */
static int run(struct live *live, uint32_t count)
{
	struct bpf_test_run_opts options = {
		.sz = sizeof options,
		.data_in = live->first,
		.data_size_in = (uint32_t)(MST_ETHERNET_BYTES + (count ? live->tx.frames[0].length : MST_FRAME_BYTES)),
		.repeat = (int)(count ? count : 1),
		.flags = BPF_F_TEST_XDP_LIVE_FRAMES,
		.batch_size = count < KERNEL_BATCH ? (count ? count : 1) : KERNEL_BATCH,
	};

	live->programs->bss->state = (struct mst_live_state){ .count = count };
	return bpf_prog_test_run_opts(bpf_program__fd(live->programs->progs.send_live), &options);
}

/* Runs without frames: does this kernel support such calls at all? */
static int try_empty(struct live *live, struct mst_error *err)
{
	int code = run(live, 0);

	return code < 0 ? mst_fail(err, -ENOSYS,
	                           "this kernel does not run programs on live frames (Linux 5.18 does): %s",
	                           strerror(-code))
	                : 0;
}

static int open_live(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct live *live = mst_lines_new(1, sizeof *live);
	int code;

	*tx = NULL;
	if (!live)
		return mst_fail(err, -ENOMEM, "no memory for the live engine");
	live->tx.engine = &mst_tx_live;
	live->tx.burst = BURST;
	live->namespace_fd = -1;
	code = mst_tx_packet.open(&live->packet, config, err);
	if (code == 0)
		code = load(live, err);
	if (code == 0)
		code = share(live, err);
	if (code == 0)
		code = attach(live, err);
	if (code == 0)
		code = try_empty(live, err);
	if (code < 0) {
		close_live(&live->tx, NULL);
		return code;
	}
	*tx = &live->tx;
	return 0;
}

/* ---- sending ---- */

/* Sends frames from the front through the packet socket. */
static size_t send_small(struct live *live, size_t count, enum mst_tx_stop *stop)
{
	size_t taken;

	if (count > MST_BURST)
		count = MST_BURST;
	memcpy(live->packet->frames, live->tx.frames, count * sizeof *live->tx.frames);
	taken = mst_tx_send(live->packet, count, stop);
	live->tx.error = live->packet->error;
	return taken;
}

/* Returns how many frames from the front have left, after `extra` has changed places with the first refused one. */
static size_t close_ranks(struct live *live, const struct mst_live_state *state)
{
	struct mst_frame stays;

	if (!state->extra)
		return state->left;
	stays = live->tx.frames[state->left];
	live->tx.frames[state->left] = live->tx.frames[state->next - 1];
	live->tx.frames[state->next - 1] = stays;
	return state->left + 1;
}

static size_t send_live(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct live *live = (struct live *)tx;
	struct mst_live_state state;
	size_t taken;

	if (count < SMALL)
		return send_small(live, count, stop);
	run(live, (uint32_t)count);
	state = live->programs->bss->state;
	live->programs->bss->state.count = 0;
	taken = close_ranks(live, &state);
	if (state.full)
		mst_count(&tx->dropped, state.next - state.left - state.extra);
	*stop = taken == count ? MST_TX_ALL : MST_TX_BUSY;
	/* The device takes none in this way: the socket sends them, or knows why not. */
	if (taken == 0 && (!state.full || state.error < 0))
		return send_small(live, count, stop);
	return taken;
}

const struct mst_tx_engine mst_tx_live = {
	.name = "live",
	.meaning = "XDP live frames: Ethernet devices that take XDP frames, Linux 6.3 (by name 5.18)",
	.reports_drops = true,
	.apart = true,
	.check = check_live,
	.open = open_live,
	.leave = leave,
	.send = send_live,
	.close = close_live,
};
