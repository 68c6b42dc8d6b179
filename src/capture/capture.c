/* SPDX-License-Identifier: BSD-2-Clause */
/* capture.c - captures frames from a tap, writes them to files or describes them. See muster/capture.h. */
#include <errno.h>
#include <muster/capture.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/services.h"
#include "capture/dump.h"
#include "capture/members.h"
#include "capture/tap.h"
#include "dissect/common/exchanges.h"
#include "dissect/describe.h"

/*
 * A quarter of a second of a full gigabit: so long may a disk or the scheduler keep this from reading. In immediate
 * mode a frame takes 64 KiB: libpcap's default of 2 MiB would hold 32.
 */
#define BUFFER_BYTES (32u << 20)
#define AT_ONCE 4096 /* frames per turn */
#define FLUSH_NS (500 * MST_NS_PER_MS)
#define COUNT_NS MST_NS_PER_SECOND /* libpcap opens files of the interface for its counts: 20 µs */

struct mst_capture {
	struct mst_tap *tap;
	struct mst_dump *dump;
	struct mst_services *services;
	struct if_nameindex *interfaces; /* as they were when a live capture was opened; NULL for a file */
	struct mst_exchanges exchanges;
	char *source;
	const char *interface; /* that all frames come from, or NULL */
	uint64_t captured, flushed_ns, counted_ns;
	unsigned files;
	bool immediate;
	/* while dispatching */
	mst_captured_sink *sink;
	void *user;
	bool enough;
	int code;
	struct mst_error *err;
};

int mst_capture_open(struct mst_capture **out, const struct mst_capture_config *config, struct mst_error *err)
{
	struct mst_capture *capture = calloc(1, sizeof *capture);
	struct mst_tap_config tap = {
		.path = config->read_path,
		.filter = config->filter,
		.buffer_bytes = BUFFER_BYTES,
		.snap_bytes = config->snap_bytes,
		.promiscuous = config->promiscuous,
		.immediate = config->immediate,
	};
	int code = -ENOMEM;

	*out = NULL;
	if (!capture)
		return mst_fail(err, -ENOMEM, "no memory for a capture");
	if (config->read_path || config->interface)
		capture->source = strdup(config->read_path ? config->read_path : config->interface);
	else
		capture->source = mst_tap_default_interface(err);
	capture->services = mst_services_new();
	capture->interfaces = config->read_path ? NULL : if_nameindex();
	capture->immediate = config->immediate;
	if (capture->source && capture->services) {
		tap.interface = capture->source;
		code = mst_tap_open(&capture->tap, &tap, err);
	} else {
		mst_fail(err, -ENOMEM, "no memory for a capture");
	}
	if (code < 0) {
		mst_capture_close(capture, NULL);
		return code;
	}
	if (!config->read_path && strcmp(capture->source, "any") != 0)
		capture->interface = capture->source;
	*out = capture;
	return 0;
}

const char *mst_capture_source(const struct mst_capture *capture)
{
	return capture->source;
}

const char *mst_capture_link(const struct mst_capture *capture)
{
	const char *name = pcap_datalink_val_to_name(mst_tap_linktype(capture->tap));

	return name ? name : "unknown";
}

int mst_capture_write_to(struct mst_capture *capture, const struct mst_capture_files *files, struct mst_error *err)
{
	return mst_dump_open(&capture->dump, files, capture->tap, err);
}

/* libpcap delivers whole blocks: frames beyond the wanted number are ignored. */
static void take(void *user, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_capture *capture = user;
	struct mst_captured frame = {
		.time_ns = time_ns,
		.carried_s = mst_tap_carried_s(capture->tap),
		.linktype = mst_tap_linktype(capture->tap),
		.bytes = bytes,
		.captured = captured,
		.wire_bytes = wire_bytes,
	};

	if (capture->enough || capture->code < 0)
		return;
	if (capture->dump)
		capture->code = mst_dump_write(capture->dump, &frame, capture->err);
	if (capture->code < 0)
		return;
	capture->captured++;
	capture->enough = !capture->sink(capture->user, &frame);
}

/* What is due between turns: frames to the file, and the kernel's counts before they have gone round. */
static int tend(struct mst_capture *capture, struct mst_error *err)
{
	uint64_t now_ns = mst_now_ns();

	if (now_ns - capture->counted_ns >= COUNT_NS) {
		capture->counted_ns = now_ns;
		mst_tap_counts(capture->tap);
	}
	if (!capture->dump || (!capture->immediate && now_ns - capture->flushed_ns < FLUSH_NS))
		return 0;
	capture->flushed_ns = now_ns;
	return mst_dump_flush(capture->dump, err);
}

int mst_capture_next(struct mst_capture *capture, uint64_t at_most_ns, mst_captured_sink *sink, void *user,
                     struct mst_error *err)
{
	uint64_t bounded_ns = at_most_ns < FLUSH_NS ? at_most_ns : FLUSH_NS;
	int count, code;

	capture->sink = sink;
	capture->user = user;
	capture->enough = false;
	capture->code = 0;
	capture->err = err;
	count = mst_tap_dispatch(capture->tap, AT_ONCE, bounded_ns, take, capture, err);
	if (capture->code < 0)
		return capture->code;
	if (count == -ENODATA || capture->enough)
		return 0;
	code = tend(capture, count < 0 ? NULL : err);
	return count < 0 ? count : code < 0 ? code : 1;
}

void mst_capture_get_counts(struct mst_capture *capture, struct mst_capture_counts *counts)
{
	struct mst_tap_counts told = mst_tap_counts(capture->tap);

	*counts = (struct mst_capture_counts){
		.captured = capture->captured,
		.received = told.received,
		.dropped = told.dropped,
		.dropped_by_interface = told.dropped_by_interface,
		.files = capture->dump ? mst_dump_files(capture->dump) : 0,
	};
}

int mst_capture_close(struct mst_capture *capture, struct mst_error *err)
{
	int code;

	if (!capture)
		return 0;
	code = mst_dump_close(capture->dump, err);
	mst_tap_close(capture->tap);
	mst_services_free(capture->services);
	if (capture->interfaces)
		if_freenameindex(capture->interfaces);
	free(capture->source);
	free(capture);
	return code;
}

static const char *service_name(void *user, uint16_t port, uint8_t protocol)
{
	const struct mst_capture *capture = user;
	const char *name = mst_services_name(capture->services, port,
	                                     protocol == MST_IPPROTO_UDP   ? "udp"
	                                     : protocol == MST_IPPROTO_TCP ? "tcp"
	                                                                   : "sctp");

	return *name ? name : NULL;
}

/* Frames of the interface "any" have the number of theirs. */
static const char *interface_name(void *user, uint32_t index)
{
	const struct mst_capture *capture = user;

	for (const struct if_nameindex *one = capture->interfaces; one && one->if_index; one++) {
		if (one->if_index == index)
			return one->if_name;
	}
	return NULL;
}

size_t mst_capture_link_bytes(const struct mst_captured *frame)
{
	struct mst_packet packet;

	mst_packet_read(&packet, frame->linktype, frame->bytes, frame->captured, frame->wire_bytes);
	return mst_describe_link_bytes(&packet);
}

static size_t describe(struct mst_capture *capture, const struct mst_packet *packet, const struct mst_line_style *style,
                       char *text, size_t size)
{
	struct mst_describe how = {
		.link = style->link,
		.quick = style->quick,
		.bytes = style->bytes,
		.service = style->numeric ? NULL : service_name,
		.interface = interface_name,
		.user = capture,
		.exchanges = &capture->exchanges,
	};
	struct mst_line line = mst_line_in(text, size);

	mst_describe_packet(&line, packet, &how);
	return line.length;
}

size_t mst_capture_line(struct mst_capture *capture, const struct mst_captured *frame,
                        const struct mst_line_style *style, char *text, size_t size)
{
	struct mst_packet packet;

	if (size == 0)
		return 0;
	mst_packet_read(&packet, frame->linktype, frame->bytes, frame->captured, frame->wire_bytes);
	return describe(capture, &packet, style, text, size);
}

size_t mst_capture_members(struct mst_capture *capture, const struct mst_captured *frame,
                           const struct mst_line_style *style, char *text, size_t size)
{
	struct mst_line line;
	struct mst_packet packet;
	char words[MST_CAPTURE_LINE];
	size_t length;

	if (size > 0)
		line = mst_line_in(text, size);
	if (size < MST_CAPTURE_MEMBERS)
		return 0;
	mst_packet_read(&packet, frame->linktype, frame->bytes, frame->captured, frame->wire_bytes);
	mst_members_of_packet(&line, frame, &packet, capture->interface, pcap_datalink_val_to_name(frame->linktype));
	length = describe(capture, &packet, style, words, sizeof words);
	mst_member_text(&line, "line", words, length);
	return line.length;
}
