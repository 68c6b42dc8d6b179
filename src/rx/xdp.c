/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp.c - answers directly from the device's driver: a program attached to the interface hands over our answers through
 * a ring, and longer frames through a ring buffer (xdp.bpf.c). See rx.h.
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
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/driver.h"
#include "net/xdp_attached.h"
#include "rx/offloads.h"
#include "rx/rx.h"
#include "rx/xdp_answers.h"
#include "rx/xdp_shared.h" /* before xdp.skel.h, which uses its structs */

#include <xdp.skel.h>

#define LAG_NS MST_NS_PER_MS
#define ANSWERS_MIN (1u << 13) /* 1 MiB */
#define ANSWERS_MAX (1u << 16) /* 8 MiB */
#define OTHERS_PART 8          /* of the ring's bytes; mapped twice, they count twice */
#define OTHERS_PART_TALKING 4  /* services answer in long frames */
#define OTHERS_LEAST 16        /* records that each dispatch may hand over, however many answers there are */
#define AHEAD 4                /* answers */

#define DOUBTFUL 64 /* strays that are handed over in such a time */
#define DOUBTFUL_EVERY_NS (10 * MST_NS_PER_MS)

struct handed {
	struct mst_rx rx;
	struct xdp_bpf *program;
	int link_fd; /* attaches it, as long as it is open */
	struct mst_offloads offloads;
	struct mst_xdp_answers answers;
	struct ring_buffer *others;
	int ready_fd;            /* can always be read: for a wait that must not be one */
	uint64_t wall_offset_ns; /* wall - monotonic clock, of this dispatch */
	uint64_t allowed_ns;     /* when doubtful ones were allowed last */
	int left;                /* frames that this dispatch may still hand over */
	mst_rx_sink *sink;
	void *user;
};

static void leave(struct mst_rx *rx)
{
	struct handed *handed = (struct handed *)rx;

	if (handed->link_fd >= 0)
		close(handed->link_fd);
	handed->link_fd = -1;
}

static void close_handed(struct mst_rx *rx)
{
	struct handed *handed = (struct handed *)rx;

	leave(rx);
	mst_offloads_release(&handed->offloads);
	if (handed->ready_fd >= 0)
		close(handed->ready_fd);
	ring_buffer__free(handed->others);
	if (handed->answers.places)
		munmap((void *)handed->answers.places, handed->answers.size * sizeof *handed->answers.places);
	xdp_bpf__destroy(handed->program);
	free(handed);
}

static int take_record(void *context, void *data, size_t size)
{
	struct handed *handed = context;
	const struct mst_xdp_record *record = data;

	if (size < sizeof *record) /* it has woken us, and says no more */
		return 0;
	handed->sink(handed->user, record->at_ns + handed->wall_offset_ns, record->bytes, record->count,
	             record->wire_bytes);
	return --handed->left > 0 ? 0 : -EINTR; /* ends this dispatch; the record counts as read */
}

static void take_answers(struct handed *handed)
{
	struct mst_xdp_answers *answers = &handed->answers;
	uint64_t taken = mst_xdp_answers_taken(answers);
	const struct mst_xdp_answer *answer;

	while (handed->left > 0 && (answer = mst_xdp_answers_next(answers))) {
		if (taken > AHEAD + 1)
			mst_xdp_answers_fetch(answers, AHEAD);
		taken -= taken > 0;
		handed->left--;
		handed->sink(handed->user, answer->at_ns + handed->wall_offset_ns, answer->bytes, answer->count,
		             answer->count);
	}
	mst_xdp_answers_release(answers);
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
	int count, code;

	handed->left = most;
	handed->sink = sink;
	handed->user = user;
	now_ns = mst_now_ns();
	handed->wall_offset_ns = mst_wall_ns() - now_ns;
	allow_doubtful(handed, now_ns);
	take_answers(handed);
	count = most - handed->left;
	most = handed->left = handed->left > OTHERS_LEAST ? handed->left : OTHERS_LEAST;
	code = ring_buffer__consume(handed->others);
	if (code < 0 && code != -EINTR)
		return mst_fail(err, code, "reading answers from %s failed: %s", rx->interface, strerror(-code));
	return count + most - handed->left;
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

/* The program lets in answers that bring their ticket, and a bounded number of others. */
static uint32_t answers_of(const struct mst_rx_config *config)
{
	size_t wanted = config->buffer_bytes;
	uint32_t answers = ANSWERS_MIN;

	if (config->answer_bytes && config->answer_bytes < wanted)
		wanted = config->answer_bytes;
	while (answers * sizeof(struct mst_xdp_answer) < wanted && answers < ANSWERS_MAX)
		answers *= 2;
	return answers;
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
		.answers = answers_of(config),
	};
	for (size_t i = 0; i < wanted->source_count; i++) {
		if (wanted->sources[i].family == MST_IPV6)
			memcpy(out->sources6[out->source6_count++], wanted->sources[i].bytes, 16);
		else
			out->sources[out->source_count++] = mst_addr_ipv4(&wanted->sources[i]);
	}
	return 0;
}

static int load(struct handed *handed, const struct mst_xdp_wanted *wanted, struct mst_error *err)
{
	uint32_t bytes = wanted->answers * (uint32_t)sizeof(struct mst_xdp_answer);
	uint32_t part = wanted->handshakes ? OTHERS_PART_TALKING : OTHERS_PART;
	int code;

	libbpf_set_print(say_nothing);
	handed->program = xdp_bpf__open();
	if (!handed->program)
		return mst_fail(err, -errno, "cannot open the receiving program: %s", strerror(errno));
	memcpy((void *)&handed->program->rodata->wanted, wanted, sizeof *wanted);
	code = bpf_map__set_max_entries(handed->program->maps.answers, wanted->answers);
	if (code == 0)
		code = bpf_map__set_max_entries(handed->program->maps.others, bytes / part);
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

static int share(struct handed *handed, uint32_t answers, struct mst_error *err)
{
	void *places = mmap(NULL, answers * sizeof(struct mst_xdp_answer), PROT_READ, MAP_SHARED,
	                    bpf_map__fd(handed->program->maps.answers), 0);

	if (places == MAP_FAILED)
		return mst_fail(err, -errno, "cannot share answers with the kernel: %s", strerror(errno));
	handed->answers = (struct mst_xdp_answers){ .places = places,
		                                    .size = answers,
		                                    .state = &handed->program->bss->state };
	handed->others = ring_buffer__new(bpf_map__fd(handed->program->maps.others), take_record, handed, NULL);
	if (!handed->others)
		return mst_fail(err, -errno, "cannot share a ring buffer with the kernel: %s", strerror(errno));
	handed->ready_fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	return handed->ready_fd < 0 ? mst_fail(err, -errno, "cannot make an eventfd: %s", strerror(errno)) : 0;
}

static int attach(struct handed *handed, const struct mst_rx_config *config, struct mst_error *err)
{
	int code;

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

	wanted.answers = (uint32_t)((size_t)sysconf(_SC_PAGESIZE) * OTHERS_PART / sizeof(struct mst_xdp_answer));
	if (code == 0)
		code = load(&handed, &wanted, err);
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
	handed->link_fd = handed->ready_fd = -1;
	handed->offloads = MST_OFFLOADS_NONE;
	code = describe(&wanted, config, err);
	if (code == 0)
		code = load(handed, &wanted, err);
	if (code == 0)
		code = share(handed, wanted.answers, err);
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

	__atomic_store_n(&handed->program->bss->state.sleeping, 1, __ATOMIC_SEQ_CST);
	atomic_thread_fence(memory_order_seq_cst); /* an answer from now on sees it, one from before is seen here */
	return mst_xdp_answers_wait(&handed->answers) ? handed->ready_fd : ring_buffer__epoll_fd(handed->others);
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
	.leave = leave,
	.linktype = linktype_of,
	.fd = fd_of,
	.dispatch = dispatch,
	.drops = drops_of,
	.attached = is_attached,
	.strays = strays_of,
};
