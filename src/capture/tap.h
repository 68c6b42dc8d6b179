/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tap.h - reads frames from an interface (libpcap) or a file (file.h), with a filter of pcap-filter(7).
 *
 * Only one thread may use a tap. (Scans use rx/, which passes only possible answers.)
 */
#ifndef MST_CAPTURE_TAP_H
#define MST_CAPTURE_TAP_H

#include <muster/error.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_tap_config {
	const char *interface; /* a name that libpcap accepts, also "any"; NULL with `path` */
	const char *path;      /* a file of pcap or pcapng, "-" for standard input */
	const char *filter;    /* NULL: everything */
	size_t buffer_bytes;   /* of the kernel's ring; 0: libpcap's choice */
	unsigned snap_bytes;   /* of a frame that are kept; 0: all */
	bool promiscuous;      /* frames for others, too */
	bool immediate;        /* deliver each frame at once, not in blocks: more CPU time, for interactive use */
	bool inbound;          /* only received frames */
	uint16_t fanout_group; /* taps of one group share an interface's frames by flow (PACKET_FANOUT); 0: none */
};

struct mst_tap;

/* A frame as it was captured; `time_ns` since 1970. */
typedef void mst_tap_sink(void *user, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/*
 * -EINVAL: the filter, with a caret under its wrong word; -EPERM; -ENODEV; or another negative errno; always with a
 * sentence.
 */
int mst_tap_open(struct mst_tap **tap, const struct mst_tap_config *config, struct mst_error *err);

/* Accepts NULL. */
void mst_tap_close(struct mst_tap *tap);

/* A DLT_ value: during the sink's call that of the frame, as a file may have several; before, that of the first. */
int mst_tap_linktype(const struct mst_tap *tap);

/* During the sink's call: seconds of the frame's time that a broken file has in the fraction of a second. */
uint32_t mst_tap_carried_s(const struct mst_tap *tap);

/* The longest frame, in bytes. */
uint32_t mst_tap_snap(const struct mst_tap *tap);

/*
 * Waits at most this long for frames, and passes about `most` of them to the sink. Returns their number; 0: none
 * arrived in time, or a signal arrived; -ENODATA: end of the file; another negative errno with a sentence: the
 * interface or the file failed.
 */
int mst_tap_dispatch(struct mst_tap *tap, int most, uint64_t at_most_ns, mst_tap_sink *sink, void *user,
                     struct mst_error *err);

/*
 * Counts since the tap was opened; all 0 for a file. The kernel counts in 32 bits: call this before 2^32 frames have
 * passed.
 */
struct mst_tap_counts {
	uint64_t received; /* passed the filter */
	uint64_t dropped;  /* by the kernel: its buffer was full */
	uint64_t dropped_by_interface;
};
struct mst_tap_counts mst_tap_counts(struct mst_tap *tap);

/* The first interface that is up and is no loopback, or "lo"; allocated. NULL with a sentence when there is none. */
char *mst_tap_default_interface(struct mst_error *err);

#endif
