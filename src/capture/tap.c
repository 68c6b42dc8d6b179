/* SPDX-License-Identifier: BSD-2-Clause */
/* tap.c - see tap.h. The handle is non-blocking and poll(2) waits: libpcap's own wait may never end on an idle link. */
#include "capture/tap.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/pcap_settings.h"
#include "capture/file.h"
#include "capture/file_filter.h"
#include "capture/filter.h"
#include "net/drops.h"

#define SNAP_ALL 262144
#define BLOCK_MS 20 /* the kernel delivers a block when it is full or this old */

struct mst_tap {
	pcap_t *pcap;
	int precision;                  /* of time stamps: PCAP_TSTAMP_PRECISION_… */
	struct mst_file *file;          /* NULL: an interface */
	struct mst_file_filter *filter; /* of a file; NULL: all pass */
	int linktype;                   /* of the frame that is passed, before the first one of the first interface */
	uint32_t carried_s;             /* of it */
	unsigned snap_bytes;            /* of a frame of a file that are kept */
	char name[256];
	struct mst_tap_counts counts;
	struct pcap_stat last;
	struct mst_rtnl *rtnl; /* of an interface; NULL for "any", and where it cannot be had */
	int ifindex;
	uint64_t missed;    /* by the interface, when it was looked at last */
	mst_tap_sink *sink; /* while dispatching */
	void *user;
};

static int fail_status(const struct mst_tap *tap, int status, struct mst_error *err)
{
	if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
		return mst_fail(err, -EPERM, "capturing on %s needs privilege (CAP_NET_RAW)", tap->name);
	if (status == PCAP_ERROR_NO_SUCH_DEVICE)
		return mst_fail(err, -ENODEV, "there is no interface %s to capture on", tap->name);
	if (status == PCAP_ERROR_IFACE_NOT_UP)
		return mst_fail(err, -ENETDOWN, "interface %s is not up", tap->name);
	return mst_fail(err, -EIO, "cannot capture on %s: %s (%s)", tap->name, pcap_statustostr(status),
	                pcap_geterr(tap->pcap));
}

static int join_fanout(struct mst_tap *tap, uint16_t group, struct mst_error *err)
{
	uint32_t value = group | (uint32_t)(PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_DEFRAG) << 16;

	if (!group || setsockopt(pcap_fileno(tap->pcap), SOL_PACKET, PACKET_FANOUT, &value, sizeof value) == 0)
		return 0;
	return mst_fail(err, -errno, "several threads cannot share %s: %s", tap->name, strerror(errno));
}

static int activate(struct mst_tap *tap, const struct mst_tap_config *config, struct mst_error *err)
{
	const struct mst_pcap_settings settings = {
		.snap_bytes = config->snap_bytes ? (int)config->snap_bytes : SNAP_ALL,
		.block_ms = BLOCK_MS,
		.buffer_bytes = (int)config->buffer_bytes,
		.promiscuous = config->promiscuous,
		.immediate = config->immediate,
	};
	char text[PCAP_ERRBUF_SIZE] = "";
	int status, code = mst_pcap_set(tap->pcap, tap->name, &settings, err);

	if (code < 0)
		return code;
	status = pcap_activate(tap->pcap);
	if (status < 0)
		return fail_status(tap, status, err);
#ifdef DLT_LINUX_SLL2
	/* Of "any": the second form names the interface of a frame. */
	if (pcap_datalink(tap->pcap) == DLT_LINUX_SLL && pcap_set_datalink(tap->pcap, DLT_LINUX_SLL2) < 0) {
		/* A libpcap that is older than its header: the first form is read, too. */
	}
#endif
	if (config->inbound && pcap_setdirection(tap->pcap, PCAP_D_IN) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", tap->name, pcap_geterr(tap->pcap));
	if (pcap_setnonblock(tap->pcap, 1, text) < 0)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", tap->name, text);
	return join_fanout(tap, config->fanout_group, err);
}

/*
 * What the interface missed. libpcap 1.10 has that of the interface of the same name in /sys, which is one of another
 * network namespace where only that was entered (nsenter --net), and has it for promiscuous captures alone.
 */
static uint64_t missed_by_interface(const struct mst_tap *tap)
{
	struct mst_drops drops;

	return tap->rtnl && mst_drops_of(tap->rtnl, tap->ifindex, &drops) == 0 ? drops.missed : tap->missed;
}

static void begin_missed(struct mst_tap *tap)
{
	struct mst_error ignored;

	tap->ifindex = (int)if_nametoindex(tap->name);
	if (tap->ifindex > 0 && mst_rtnl_open(&tap->rtnl, &ignored) < 0)
		tap->rtnl = NULL;
	tap->missed = missed_by_interface(tap);
}

static int open_interface(struct mst_tap *tap, const struct mst_tap_config *config, struct mst_error *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";

	tap->pcap = pcap_create(config->interface, text);
	if (!tap->pcap)
		return mst_fail(err, -EIO, "cannot capture on %s: %s", tap->name, text);
	begin_missed(tap);
	return activate(tap, config, err);
}

static int open_file(struct mst_tap *tap, const char *path, struct mst_error *err)
{
	int in = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct mst_error sentence;
	int code;

	if (in < 0)
		return mst_fail(err, -errno, "cannot read %s: %s", path, strerror(errno));
	code = mst_file_open(&tap->file, in, &sentence);
	if (code == 0) {
		tap->linktype = mst_file_linktype(tap->file);
		return 0;
	}
	if (in != STDIN_FILENO)
		close(in);
	return mst_fail(err, code, "%s is no capture that can be read: %s", tap->name, sentence.text);
}

/* Frames of an interface are filtered by the kernel, those of a file here. */
static int set_filter(struct mst_tap *tap, const char *filter, struct mst_error *err)
{
	if (!filter)
		return 0;
	if (!tap->file)
		return mst_filter_set(tap->pcap, filter, err);
	tap->filter = calloc(1, sizeof *tap->filter);
	if (!tap->filter)
		return mst_fail(err, -ENOMEM, "no memory for a filter");
	return mst_file_filter_open(tap->filter, filter, tap->linktype, mst_file_is_mixed(tap->file), err);
}

int mst_tap_open(struct mst_tap **out, const struct mst_tap_config *config, struct mst_error *err)
{
	struct mst_tap *tap = calloc(1, sizeof *tap);
	int code;

	*out = NULL;
	if (!tap)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	tap->snap_bytes = config->snap_bytes ? config->snap_bytes : UINT_MAX;
	strncpy(tap->name, config->path ? config->path : config->interface, sizeof tap->name - 1);
	code = config->path ? open_file(tap, config->path, err) : open_interface(tap, config, err);
	if (code == 0)
		code = set_filter(tap, config->filter, err);
	if (code < 0) {
		mst_tap_close(tap);
		return code;
	}
	if (tap->pcap) {
		tap->precision = pcap_get_tstamp_precision(tap->pcap);
		tap->linktype = pcap_datalink(tap->pcap);
	}
	*out = tap;
	return 0;
}

void mst_tap_close(struct mst_tap *tap)
{
	if (!tap)
		return;
	if (tap->filter)
		mst_file_filter_close(tap->filter);
	free(tap->filter);
	mst_file_close(tap->file);
	if (tap->pcap)
		pcap_close(tap->pcap);
	mst_rtnl_close(tap->rtnl);
	free(tap);
}

int mst_tap_linktype(const struct mst_tap *tap)
{
	return tap->linktype;
}

uint32_t mst_tap_snap(const struct mst_tap *tap)
{
	uint32_t snap = tap->file ? mst_file_snap(tap->file) : (uint32_t)pcap_snapshot(tap->pcap);

	return tap->file && snap > tap->snap_bytes ? tap->snap_bytes : snap;
}

uint32_t mst_tap_carried_s(const struct mst_tap *tap)
{
	return tap->carried_s;
}

/* ---- frames ---- */

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct mst_tap *tap = (struct mst_tap *)user;

	tap->sink(tap->user, mst_pcap_time_ns(header, tap->precision), bytes, header->caplen, header->len);
}

static int dispatch(struct mst_tap *tap, int most, struct mst_error *err)
{
	int count = pcap_dispatch(tap->pcap, most, take, (u_char *)tap);

	return count >= 0 ? count : mst_fail(err, -ENETDOWN, "%s: %s", tap->name, pcap_geterr(tap->pcap));
}

/* One frame of a file. 1; 0: the file has ended; -EAGAIN: it has not come in time; another negative errno with a
 * sentence that lacks the name. */
static int read_frame(struct mst_tap *tap, uint64_t at_most_ns, struct mst_error *sentence)
{
	struct mst_file_frame frame;
	int code = mst_file_next(tap->file, &frame, at_most_ns, sentence), passes = 1;

	if (code <= 0)
		return code;
	if (tap->filter)
		passes = mst_file_filter_passes(tap->filter, &frame, sentence);
	if (passes <= 0)
		return passes < 0 ? passes : 1;
	tap->linktype = frame.linktype;
	tap->carried_s = frame.carried_s;
	if (frame.captured > tap->snap_bytes)
		frame.captured = tap->snap_bytes;
	tap->sink(tap->user, frame.time_ns, frame.bytes, frame.captured, frame.wire_bytes);
	return 1;
}

/* Only the first one is waited for. */
static int read_frames(struct mst_tap *tap, int most, uint64_t at_most_ns, struct mst_error *err)
{
	struct mst_error sentence;

	for (int i = 0; i < most; i++) {
		int code = read_frame(tap, i ? 0 : at_most_ns, &sentence);

		if (code == -EAGAIN)
			return i;
		if (code == 0)
			return i ? i : -ENODATA;
		if (code < 0)
			return mst_fail(err, code, "%s: %s", tap->name, sentence.text);
	}
	return most;
}

int mst_tap_dispatch(struct mst_tap *tap, int most, uint64_t at_most_ns, mst_tap_sink *sink, void *user,
                     struct mst_error *err)
{
	struct pollfd ready = { .events = POLLIN };
	int count;

	tap->sink = sink;
	tap->user = user;
	if (tap->file)
		return read_frames(tap, most, at_most_ns, err);
	ready.fd = pcap_get_selectable_fd(tap->pcap);
	count = dispatch(tap, most, err);
	if (count != 0 || at_most_ns == 0)
		return count;
	if (poll(&ready, 1, (int)(at_most_ns / MST_NS_PER_MS)) < 0)
		return 0;
	return dispatch(tap, most, err);
}

/* Widens a 32-bit counter of libpcap. */
static void widen(uint64_t *count, unsigned now, unsigned *last)
{
	*count += now - *last;
	*last = now;
}

struct mst_tap_counts mst_tap_counts(struct mst_tap *tap)
{
	struct pcap_stat now;
	uint64_t missed;

	if (!tap->file && pcap_stats(tap->pcap, &now) == 0) {
		widen(&tap->counts.received, now.ps_recv, &tap->last.ps_recv);
		widen(&tap->counts.dropped, now.ps_drop, &tap->last.ps_drop);
		missed = missed_by_interface(tap);
		/* Another one has the index by now, or its driver began anew. */
		tap->counts.dropped_by_interface += missed > tap->missed ? missed - tap->missed : 0;
		tap->missed = missed;
	}
	return tap->counts;
}

char *mst_tap_default_interface(struct mst_error *err)
{
	char text[PCAP_ERRBUF_SIZE] = "", *name = NULL;
	pcap_if_t *all = NULL;

	if (pcap_findalldevs(&all, text) < 0) {
		mst_fail(err, -EIO, "cannot list the interfaces: %s", text);
		return NULL;
	}
	for (const pcap_if_t *one = all; one && !name; one = one->next) {
		if ((one->flags & PCAP_IF_UP) && !(one->flags & PCAP_IF_LOOPBACK) && strcmp(one->name, "any") != 0 &&
		    (one->flags & PCAP_IF_CONNECTION_STATUS) != PCAP_IF_CONNECTION_STATUS_DISCONNECTED &&
		    (one->flags & PCAP_IF_RUNNING))
			name = strdup(one->name);
	}
	pcap_freealldevs(all);
	if (!name)
		name = strdup("lo");
	if (!name)
		mst_fail(err, -ENOMEM, "no memory for the name of an interface");
	return name;
}
