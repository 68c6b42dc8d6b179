/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp.c - answers directly from the device's driver: a program attached to the interface hands over our answers through
 * a ring buffer (xdp.bpf.c). See rx.h.
 *
 * The program is attached by a BPF link, which the kernel removes when this process ends, in whatever way. Where
 * another program is attached already, the kernel refuses ours.
 */
#include <errno.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/driver.h"
#include "net/xdp_attached.h"
#include "rx/offloads.h"
#include "rx/rx.h"
#include "rx/xdp.h" /* before xdp.skel.h, which uses its structs */

#include <xdp.skel.h>

#define LAG_NS MST_NS_PER_MS
#define RING_BYTES_MIN (1u << 20) /* for those others, ICMP errors and whole packets among them */
#define RING_BYTES_MAX (8u << 20) /* 60,000 answers: two records of a burst; mapped twice, it counts twice */

#define DOUBTFUL 64 /* strays that are handed over in such a time */
#define DOUBTFUL_EVERY_NS (10 * MST_NS_PER_MS)

struct handed {
	struct mst_rx rx;
	struct xdp_bpf *program;
	int link_fd; /* attaches it, as long as it is open */
	struct mst_offloads offloads;
	struct ring_buffer *ring;
	uint64_t wall_offset_ns; /* wall - monotonic clock, of this dispatch */
	uint64_t allowed_ns;     /* when doubtful ones were allowed last */
	int left;                /* frames that this dispatch may still hand over */
	mst_rx_sink *sink;
	void *user;
};

static void close_handed(struct mst_rx *rx)
{
	struct handed *handed = (struct handed *)rx;

	if (handed->link_fd >= 0)
		close(handed->link_fd);
	mst_offloads_release(&handed->offloads);
	ring_buffer__free(handed->ring);
	xdp_bpf__destroy(handed->program);
	free(handed);
}

static int take_record(void *context, void *data, size_t size)
{
	struct handed *handed = context;
	const struct mst_xdp_record *record = data;

	(void)size;
	handed->sink(handed->user, record->at_ns + handed->wall_offset_ns, record->bytes, record->count,
	             record->wire_bytes);
	return --handed->left > 0 ? 0 : -EINTR; /* ends this dispatch; the record counts as read */
}

/* Only when they were used up: a word of the program's that is written rarely. */
static void allow_doubtful(struct handed *handed, uint64_t now_ns)
{
	if (now_ns < handed->allowed_ns + DOUBTFUL_EVERY_NS)
		return;
	handed->allowed_ns = now_ns;
	if (handed->program->bss->state.doubtful < DOUBTFUL)
		handed->program->bss->state.doubtful = DOUBTFUL;
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	struct handed *handed = (struct handed *)rx;
	uint64_t now_ns;
	int count;

	handed->left = most;
	handed->sink = sink;
	handed->user = user;
	now_ns = mst_now_ns();
	handed->wall_offset_ns = mst_wall_ns() - now_ns;
	allow_doubtful(handed, now_ns);
	count = ring_buffer__consume(handed->ring);
	if (count == -EINTR)
		return most - handed->left;
	return count < 0 ? mst_fail(err, count, "reading answers from %s failed: %s", rx->interface, strerror(-count))
	                 : count;
}

/* ---- opening ---- */

static int say_nothing(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

/* Where neither the kernel nor the table of drivers says so, attaching shows whether the driver runs programs. */
static int read_features(uint64_t *features, const struct mst_rx_config *config, struct mst_error *err)
{
	struct mst_driver driver;
	int code = mst_driver_read(&driver, config->interface, config->ifindex, err);

	if (code == -ENOSYS && config->by_name)
		return 0;
	if (code == 0 && !(driver.features & MST_XDP_BASIC))
		code = mst_fail(err, -EOPNOTSUPP, "the driver of %s does not run XDP programs", config->interface);
	*features = code == 0 ? driver.features : 0;
	return code;
}

static int describe(struct mst_xdp_wanted *out, const struct mst_rx_config *config, struct mst_error *err)
{
	const struct mst_rx_wanted *wanted = config->wanted;
	uint64_t features = 0;
	int code;

	if (!config->ethernet)
		return mst_fail(err, -EPROTONOSUPPORT, "%s is no Ethernet device", config->interface);
	if (wanted->odd)
		return mst_fail(
			err, -EOPNOTSUPP,
			"the program at %s recognises answers to echo and timestamp requests, SYNs and ACKs only",
			config->interface);
	if (wanted->source_count > MST_XDP_SOURCES)
		return mst_fail(err, -EOPNOTSUPP, "answers are sent to more than %d addresses on %s", MST_XDP_SOURCES,
		                config->interface);
	code = read_features(&features, config, err);
	if (code < 0)
		return code;
	*out = (struct mst_xdp_wanted){
		.key = wanted->key,
		.slot_bits = wanted->slot_bits,
		.port_first = wanted->port_first,
		.port_last = wanted->port_last,
		.tcp = wanted->tcp,
		.icmp = wanted->icmp,
		.ack = wanted->ack,
		.timestamp = wanted->timestamp,
		.resets = (features & MST_XDP_NDO_XMIT) != 0 && !wanted->handshakes,
		.handshakes = wanted->handshakes,
	};
	for (size_t i = 0; i < wanted->source_count; i++) {
		if (wanted->sources[i].family == MST_IPV6)
			memcpy(out->sources6[out->source6_count++], wanted->sources[i].bytes, 16);
		else
			out->sources[out->source_count++] = mst_addr_ipv4(&wanted->sources[i]);
	}
	return 0;
}

/* A power of two. The program lets in answers that bring their ticket, and a bounded number of others. */
static uint32_t ring_bytes(const struct mst_rx_config *config)
{
	size_t wanted = config->buffer_bytes;
	uint32_t bytes = RING_BYTES_MIN;

	if (config->answer_bytes && config->answer_bytes < wanted)
		wanted = config->answer_bytes;
	while (bytes < wanted && bytes < RING_BYTES_MAX)
		bytes *= 2;
	return bytes;
}

static int load(struct handed *handed, const struct mst_xdp_wanted *wanted, uint32_t bytes, struct mst_error *err)
{
	int code;

	libbpf_set_print(say_nothing);
	handed->program = xdp_bpf__open();
	if (!handed->program)
		return mst_fail(err, -errno, "cannot open the receiving program: %s", strerror(errno));
	memcpy((void *)&handed->program->rodata->wanted, wanted, sizeof *wanted);
	code = bpf_map__set_max_entries(handed->program->maps.answers, bytes);
	if (code == 0)
		code = xdp_bpf__load(handed->program);
	if (code == -EPERM)
		return mst_fail(err, -EPERM,
		                "loading programs into the kernel needs privilege (CAP_BPF, CAP_NET_ADMIN)");
	return code < 0 ? mst_fail(err, -ENOSYS, "this kernel rejects the receiving program: %s", strerror(-code)) : 0;
}

static int refuse_company(const char *interface, int code, struct mst_error *err)
{
	return mst_fail(err, code, "another XDP program is attached to %s", interface);
}

/*
 * A BPF link, in the driver: the generic mode runs programs behind it, which is slower than libpcap. A file descriptor,
 * or a negative errno.
 */
static int link_to_driver(const struct bpf_program *program, int ifindex)
{
	LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_DRV_MODE);
	int fd = bpf_link_create(bpf_program__fd(program), ifindex, BPF_XDP, &options);

	return fd < 0 ? -errno : fd;
}

static int attach(struct handed *handed, const struct mst_rx_config *config, struct mst_error *err)
{
	int code;

	handed->ring = ring_buffer__new(bpf_map__fd(handed->program->maps.answers), take_record, handed, NULL);
	if (!handed->ring)
		return mst_fail(err, -errno, "cannot share a ring buffer with the kernel: %s", strerror(errno));
	handed->program->bss->state.doubtful = DOUBTFUL;
	code = handed->link_fd = link_to_driver(handed->program->progs.hand_over, config->ifindex);
	if (code >= 0)
		return 0;
	if (code == -EBUSY || code == -EEXIST)
		return refuse_company(config->interface, code, err);
	if (code == -EOPNOTSUPP)
		return mst_fail(err, code, "the driver of %s does not run XDP programs as it is set up now",
		                config->interface);
	return mst_fail(err, code, "cannot attach the receiving program to %s: %s", config->interface, strerror(-code));
}

/* Does all but attaching. */
static int check_handed(const struct mst_rx_config *config, struct mst_error *err)
{
	struct handed handed = { .program = NULL };
	struct mst_xdp_wanted wanted;
	int code = describe(&wanted, config, err);

	if (code == 0)
		code = load(&handed, &wanted, (uint32_t)sysconf(_SC_PAGESIZE), err);
	if (code == 0 && mst_xdp_is_attached(config->ifindex))
		code = refuse_company(config->interface, -EBUSY, err);
	xdp_bpf__destroy(handed.program);
	return code;
}

static int open_handed(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err)
{
	struct handed *handed = calloc(1, sizeof *handed);
	struct mst_xdp_wanted wanted;
	int code;

	if (!handed)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	handed->link_fd = -1;
	handed->offloads = MST_OFFLOADS_NONE;
	code = describe(&wanted, config, err);
	if (code == 0)
		code = load(handed, &wanted, ring_bytes(config), err);
	if (code == 0)
		mst_offloads_guard(&handed->offloads, config->interface);
	if (code == 0)
		code = attach(handed, config, err);
	if (code < 0) {
		close_handed(&handed->rx);
		return code;
	}
	*rx = &handed->rx;
	return 0;
}

/* ---- state and counts ---- */

static int linktype_of(const struct mst_rx *rx)
{
	(void)rx;
	return DLT_EN10MB;
}

static int fd_of(struct mst_rx *rx)
{
	struct handed *handed = (struct handed *)rx;

	handed->program->bss->state.sleeping = 1;
	return ring_buffer__epoll_fd(handed->ring);
}

static uint64_t drops_of(struct mst_rx *rx)
{
	return *(volatile uint64_t *)&((struct handed *)rx)->program->bss->state.lost;
}

/* An administrator may detach a link by force without notice: only the link's own state shows it. */
static bool is_attached(const struct mst_rx *rx)
{
	const struct handed *handed = (const struct handed *)rx;
	struct bpf_link_info info = { 0 };
	uint32_t size = sizeof info;

	return bpf_obj_get_info_by_fd(handed->link_fd, &info, &size) < 0 || info.xdp.ifindex != 0;
}

static uint64_t strays_of(struct mst_rx *rx)
{
	return *(volatile uint64_t *)&((struct handed *)rx)->program->bss->state.strays;
}

const struct mst_rx_engine mst_rx_xdp = {
	.name = "xdp",
	.meaning = "XDP program at the interface: drivers that run them",
	.takes_frames = true,
	.lag_ns = LAG_NS,
	.trickles = true,
	.check = check_handed,
	.open = open_handed,
	.close = close_handed,
	.linktype = linktype_of,
	.fd = fd_of,
	.dispatch = dispatch,
	.drops = drops_of,
	.attached = is_attached,
	.strays = strays_of,
};
