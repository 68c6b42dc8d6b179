/*
 * capture.h - frames on this network, one after the other: from an interface or a file, as lines for people, into files
 * of pcap.
 *
 *     open ──► (rights may go) ──► write_to ──► next, next, … ──► close
 *
 * Sends nothing. One thread a capture.
 */
#ifndef MUSTER_CAPTURE_H
#define MUSTER_CAPTURE_H

#include <muster/api.h>
#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_capture;

struct mst_capture_config {
	const char *interface;  /* NULL: the first that is up and no loopback; "any" for all */
	const char *read_path;  /* a file of pcap or pcapng in its place, "-" for standard input */
	const char *filter;     /* pcap-filter(7); NULL: everything */
	unsigned snap_bytes;    /* of each frame; 0: all */
	bool promiscuous;       /* frames for others, too */
	bool immediate;         /* at once rather than in blocks: for somebody who watches */
};

/*
 * -EINVAL: the filter makes no sense: the sentence has the filter, and a caret under its wrong word, on lines of their own.
 * -EPERM: not enough privilege. Others: no such interface or file.
 */
MST_API int mst_capture_open(struct mst_capture **capture, const struct mst_capture_config *config,
	struct mst_error *err);

/* What is captured on: an interface's or a file's name. Valid until close. */
MST_API const char *mst_capture_source(const struct mst_capture *capture);

/* libpcap's name of the link layer, "EN10MB"; static. */
MST_API const char *mst_capture_link(const struct mst_capture *capture);

struct mst_capture_files {
	const char *path;       /* "-" for standard output */
	bool force;             /* overwrite */
	uint64_t rotate_bytes;  /* a file's size at most; 0: any. Either makes numbered files: name-00001.pcap … */
	uint64_t rotate_ns;     /* a file's time at most; 0: any */
	unsigned rotate_keep;   /* so many files stay, the oldest goes first; 0: all */
};

/* From now on every frame goes into files too. -EINVAL, -EEXIST, or -errno. The path is borrowed until close. */
MST_API int mst_capture_write_to(struct mst_capture *capture, const struct mst_capture_files *files,
	struct mst_error *err);

struct mst_captured {
	uint64_t time_ns;       /* since 1970, UTC */
	int linktype;           /* a DLT_ value of libpcap */
	const uint8_t *bytes;   /* valid during the sink's call */
	size_t captured, wire_bytes;
};

/* Takes a frame; false: it wants no more of them. */
typedef bool mst_captured_sink(void *user, const struct mst_captured *frame);

/*
 * Waits at most so long for frames, and hands over those there are (written already). 1: go on. 0: the file is over, or
 * the sink wants no more. A negative errno with a sentence: the interface went away, a file cannot be read or
 * written (-EPIPE: who read it left); what was written is whole.
 */
MST_API int mst_capture_next(struct mst_capture *capture, uint64_t at_most_ns, mst_captured_sink *sink, void *user,
	struct mst_error *err);

/* Since it was opened. */
struct mst_capture_counts {
	uint64_t captured;             /* handed over */
	uint64_t received;             /* passed the filter, as the kernel counts; 0 for a file */
	uint64_t dropped;              /* by the kernel, for nobody took them in time */
	uint64_t dropped_by_interface;
	unsigned files;                /* written */
};
MST_API void mst_capture_get_counts(struct mst_capture *capture, struct mst_capture_counts *counts);

/* Makes the last file whole. Accepts NULL. 0, or -errno with a sentence. */
MST_API int mst_capture_close(struct mst_capture *capture, struct mst_error *err);

/* How a frame is told. */
struct mst_line_style {
	bool link;     /* with its link header */
	bool quick;    /* protocol, addresses, ports, length and no more */
	bool numeric;  /* ports as numbers, not by their names in the services database */
};

#define MST_CAPTURE_LINE 4096 /* bytes that hold any line but the oddest, which is cut */

/*
 * A frame of this capture in one line, in the shape of tcpdump: no time, no end of line, nothing in it that could harm a
 * terminal. Returns its length.
 */
MST_API size_t mst_capture_line(struct mst_capture *capture, const struct mst_captured *frame,
	const struct mst_line_style *style, char *text,
                        size_t size);

#endif
