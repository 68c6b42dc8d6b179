/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap.c - libpcap on an interface, or on a file. See rx.h.
 *
 * Frames come in blocks (TPACKET_V3) with time stamps of the kernel. libpcap is non-blocking,
 * and we wait by our own poll(2):
 * libpcap may wait for ever on an idle link, our wait is bounded.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/pcap_settings.h"
#include "rx/filter.h"
#include "wire/frame.h"

#define SNAP_BYTES 2048 /* a whole ICMP error, however much it quotes; shorter frames take less of a block */
#define BLOCK_MS 5      /* a block is handed over when full or this old */
#define LAG_NS (20 * MST_NS_PER_MS) /* a block, rounded up to ticks of the kernel, and a late timer */
#define FILTER_BYTES 8192
/*
 * libpcap's buffer consists of blocks of 256 KiB, and the kernel closes a block BLOCK_MS after its first frame, however
 * little is in it. So many blocks are so many moments for which the reader may lose the CPU: 160 ms here
 * (findings/libpcap-ring-of-moments.sh). The capture of all other interfaces, where few answers come, has its own size.
 */
#define BUFFER_LEAST_BYTES (8 << 20)

struct capture {
	struct mst_rx rx;
	pcap_t *pcap;
	int precision;             /* of time stamps: PCAP_TSTAMP_PRECISION_… */
	char filter[FILTER_BYTES]; /* for an interface */
	uint64_t drops;            /* libpcap counts in 32 bits; this does not wrap */
	uint32_t last_drops;
	uint32_t kept;          /* frames that the kernel has put into blocks, as counted last … */
	uint64_t kept_since_ns; /* … and since when it counts so many; 0: not counted yet */
	mst_rx_sink *sink;
	void *user;
};

static void leave(struct mst_rx *rx)
{
	struct capture *capture = (struct capture *)rx;

	if (capture->pcap)
		pcap_close(capture->pcap);
	capture->pcap = NULL;
}

static void close_capture(struct mst_rx *rx)
{
	struct capture *capture = (struct capture *)rx;

	leave(rx);
	free(capture);
}

/* Closes a capture that could not be opened. */
static int refuse(struct capture *capture, int code)
{
	close_capture(&capture->rx);
	return code;
}

static int fail_pcap(struct capture *capture, const char *interface, int status, struct mst_error *err)
{
	if (status == PCAP_ERROR_PERM_DENIED)
		return mst_fail(err, -EPERM, "capturing on %s needs privilege (CAP_NET_RAW)", interface);
	return mst_fail(err, -EIO, "cannot capture on %s: %s (%s)", interface, pcap_statustostr(status),
	                pcap_geterr(capture->pcap));
}

static int set_filter(struct capture *capture, const char *name, const char *filter, struct mst_error *err)
{
	struct bpf_program program;
	int status = pcap_compile(capture->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN);

	if (status == 0) {
		status = pcap_setfilter(capture->pcap, &program);
		pcap_freecode(&program);
	}
	return status < 0 ? mst_fail(err, -EIO, "cannot filter on %s: %s", name, pcap_geterr(capture->pcap)) : 0;
}

/* The link layer of "any" is that of cooked packets, whose second version has the index of the interface. */
static int filter_others(struct capture *capture, const struct mst_rx_config *config, struct mst_error *err)
{
	struct bpf_program program;
	int status = pcap_set_datalink(capture->pcap, DLT_LINUX_SLL2), code = 0;

	if (status == 0)
		status = pcap_compile(capture->pcap, &program, capture->filter, 1, PCAP_NETMASK_UNKNOWN);
	if (status == 0) {
		code = mst_filter_except(&program, config->except, config->except_count);
		if (code == 0)
			status = pcap_setfilter(capture->pcap, &program);
		pcap_freecode(&program);
	}
	if (code < 0)
		return mst_fail(err, code, "cannot leave out %zu interfaces: %s", config->except_count,
		                strerror(-code));
	return status < 0 ? mst_fail(err, -EIO, "cannot capture on all interfaces: %s", pcap_geterr(capture->pcap)) : 0;
}

static int filter_wanted(struct capture *capture, const struct mst_rx_config *config, struct mst_error *err)
{
	if (mst_filter_write(capture->filter, sizeof capture->filter, config->wanted) < 0)
		return mst_fail(err, -EINVAL, "too many source addresses on %s", config->interface);
	return config->ifindex ? set_filter(capture, config->interface, capture->filter, err)
	                       : filter_others(capture, config, err);
}

/* A filter that rejects all: it costs the kernel one instruction a frame. */
static int filter_everything(struct capture *capture, const char *interface, struct mst_error *err)
{
	struct bpf_insn none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct bpf_program program = { .bf_len = 1, .bf_insns = &none };

	if (pcap_setfilter(capture->pcap, &program) < 0)
		return mst_fail(err, -EIO, "cannot filter on %s: %s", interface, pcap_geterr(capture->pcap));
	return 0;
}

/* Frames that this machine sends are not captured: that would copy each of them.
 * Linux before 4.20 has no such option. */
static void ignore_outgoing(pcap_t *pcap)
{
	int yes = 1;

	(void)setsockopt(pcap_fileno(pcap), SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes);
}

static int activate(struct capture *capture, const struct mst_rx_config *config, int buffer_bytes,
                    struct mst_error *err)
{
	const struct mst_pcap_settings settings = { .snap_bytes = SNAP_BYTES,
		                                    .block_ms = BLOCK_MS,
		                                    .buffer_bytes = buffer_bytes };
	pcap_t *pcap = capture->pcap;
	char text[PCAP_ERRBUF_SIZE];
	int status, code = mst_pcap_set(pcap, config->interface, &settings, err);

	if (code < 0)
		return code;
	status = pcap_activate(pcap);
	if (status < 0)
		return fail_pcap(capture, config->interface, status, err);
	if (!mst_frame_knows(pcap_datalink(pcap)))
		return mst_fail(err, -EINVAL, "%s has a link layer that is not supported: %s", config->interface,
		                pcap_datalink_val_to_name(pcap_datalink(pcap)));
	if (pcap_setdirection(pcap, PCAP_D_IN) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", config->interface, pcap_geterr(pcap));
	ignore_outgoing(pcap);
	if (pcap_setnonblock(pcap, 1, text) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", config->interface, text);
	return filter_wanted(capture, config, err);
}

static int open_buffered(struct mst_rx **rx, const struct mst_rx_config *config, int buffer_bytes,
                         struct mst_error *err)
{
	struct capture *capture = calloc(1, sizeof *capture);
	char text[PCAP_ERRBUF_SIZE] = "";
	int code;

	if (!capture)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	capture->pcap = pcap_create(config->interface, text);
	code = capture->pcap ? activate(capture, config, buffer_bytes, err)
	                     : mst_fail(err, -EIO, "cannot capture on %s: %s", config->interface, text);
	if (code < 0)
		return refuse(capture, code);
	capture->precision = pcap_get_tstamp_precision(capture->pcap);
	*rx = &capture->rx;
	return 0;
}

static int open_capture(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err)
{
	int wanted = (int)config->buffer_bytes;

	if (config->ifindex && wanted < BUFFER_LEAST_BYTES)
		wanted = BUFFER_LEAST_BYTES;
	return open_buffered(rx, config, wanted, err);
}

int mst_rx_open_asleep(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *err)
{
	int code = open_buffered(rx, config, (int)config->buffer_bytes, err);

	if (code == 0)
		code = filter_everything((struct capture *)*rx, config->interface, err);
	if (code < 0 && *rx) {
		close_capture(*rx);
		*rx = NULL;
	}
	return code;
}

int mst_rx_wake(struct mst_rx *rx, struct mst_error *err)
{
	struct capture *capture = (struct capture *)rx;

	return set_filter(capture, rx->interface, capture->filter, err);
}

int mst_rx_open_file(struct mst_rx **rx, const char *path, const char *filter, struct mst_error *err)
{
	struct capture *capture = calloc(1, sizeof *capture);
	char text[PCAP_ERRBUF_SIZE] = "";
	int code = 0;

	*rx = NULL;
	if (!capture)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	capture->rx.engine = &mst_rx_pcap;
	mst_link_none(&capture->rx.link);
	capture->pcap = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, text);
	if (!capture->pcap)
		code = mst_fail(err, -EIO, "cannot read %s: %s", path, text);
	else if (filter)
		code = set_filter(capture, path, filter, err);
	if (code < 0)
		return refuse(capture, code);
	capture->precision = pcap_get_tstamp_precision(capture->pcap);
	*rx = &capture->rx;
	return 0;
}

static int linktype_of(const struct mst_rx *rx)
{
	return pcap_datalink(((const struct capture *)rx)->pcap);
}

static int fd_of(struct mst_rx *rx)
{
	pcap_t *pcap = ((struct capture *)rx)->pcap;

	return pcap_file(pcap) ? -1 : pcap_get_selectable_fd(pcap);
}

static void on_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct capture *capture = (struct capture *)(void *)user;

	capture->sink(capture->user, mst_pcap_time_ns(header, capture->precision), bytes, header->caplen, header->len);
}

static int dispatch(struct mst_rx *rx, int most, mst_rx_sink *sink, void *user, struct mst_error *err)
{
	struct capture *capture = (struct capture *)rx;
	int count;

	capture->sink = sink;
	capture->user = user;
	count = pcap_dispatch(capture->pcap, most, on_packet, (u_char *)capture);
	if (count < 0)
		return mst_fail(err, -EIO, "the capture on %s failed: %s", rx->interface, pcap_geterr(capture->pcap));
	return count;
}

static uint64_t drops_of(struct mst_rx *rx)
{
	struct capture *capture = (struct capture *)rx;
	struct pcap_stat stat;

	if (!capture->pcap || pcap_file(capture->pcap) || pcap_stats(capture->pcap, &stat) < 0)
		return capture->drops;
	capture->drops += (uint32_t)(stat.ps_drop - capture->last_drops);
	capture->last_drops = stat.ps_drop;
	return capture->drops;
}

/* Nothing waits if nothing came for longer than a block can wait. The kernel counts frames as they come. */
static bool holds(struct mst_rx *rx, uint64_t now_ns)
{
	struct capture *capture = (struct capture *)rx;
	struct pcap_stat stat;

	if (pcap_file(capture->pcap) || pcap_stats(capture->pcap, &stat) < 0)
		return true;
	if (capture->kept_since_ns == 0 || capture->kept != stat.ps_recv - stat.ps_drop) {
		capture->kept = stat.ps_recv - stat.ps_drop;
		capture->kept_since_ns = now_ns;
	}
	return capture->kept > 0 && now_ns - capture->kept_since_ns < LAG_NS;
}

const struct mst_rx_engine mst_rx_pcap = {
	.name = "pcap",
	.meaning = "libpcap: every interface that it can capture on",
	.lag_ns = LAG_NS,
	.holds = holds,
	.open = open_capture,
	.close = close_capture,
	.leave = leave,
	.linktype = linktype_of,
	.fd = fd_of,
	.dispatch = dispatch,
	.drops = drops_of,
};
