/*
 * tap.h - frames to look at, from an interface or a file, by libpcap, with a filter in pcap-filter(7)'s language.
 *
 * (Scans have rx/, which keeps nothing but answers.) One thread a tap.
 */
#ifndef MST_CAPTURE_TAP_H
#define MST_CAPTURE_TAP_H

#include <muster/error.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_tap_config {
	const char *interface;  /* as libpcap has it, "any" too; NULL with `path` */
	const char *path;       /* a file of pcap or pcapng, "-" for standard input */
	const char *filter;     /* NULL: everything */
	size_t buffer_bytes;    /* of the kernel's ring; 0: libpcap's choice */
	unsigned snap_bytes;    /* of a frame that are kept; 0: all */
	bool promiscuous;       /* frames for others, too */
	bool immediate;         /* frames come one by one at once, rather than in blocks: dearer, for a person who watches */
	bool inbound;           /* only what comes in */
	uint16_t fanout_group;  /* taps of one group share an interface's frames by flow (PACKET_FANOUT); 0: none */
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

/* A DLT_ value. */
int mst_tap_linktype(const struct mst_tap *tap);

/* libpcap's own handle, for who writes its files. */
pcap_t *mst_tap_pcap(struct mst_tap *tap);

/*
 * Waits at most so long for frames, and hands over about `most` of those there are. How many; 0: none came in
 * time, or a signal did; -ENODATA: the file is over; another negative errno with a sentence: the interface, or the file, failed.
 */
int mst_tap_dispatch(struct mst_tap *tap, int most, uint64_t at_most_ns, mst_tap_sink *sink, void *user, struct mst_error *err);

/* Since the tap was opened, widened to 64 bits; all 0 for a file. Call it now and then: the kernel has 32. */
struct mst_tap_counts {
	uint64_t received;            /* by the filter */
	uint64_t dropped;             /* by the kernel: nobody took them in time */
	uint64_t dropped_by_interface;
};
struct mst_tap_counts mst_tap_counts(struct mst_tap *tap);

/* The first interface that is up and no loopback, or "lo"; allocated; NULL with a sentence when there is none. */
char *mst_tap_default_interface(struct mst_error *err);

#endif
