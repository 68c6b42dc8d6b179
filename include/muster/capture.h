/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture.h - packets from an interface or a file, one after the other: as text lines, and into pcap files.
 *
 *     open ──► (privileges may be dropped) ──► write_to ──► next, next, … ──► close
 *
 * Sends nothing. Each capture is used by one thread.
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
	const char *interface; /* NULL: the first one that is up, except loopback; "any": all */
	const char *read_path; /* read this pcap or pcapng file instead, "-": standard input */
	const char *filter;    /* pcap-filter(7); NULL: everything */
	unsigned snap_bytes;   /* of each frame; 0: all */
	bool promiscuous;      /* also frames for other machines */
	bool immediate;        /* deliver each frame at once, not in blocks: for live display */
};

/*
 * -EINVAL: the filter is wrong; the sentence shows it, with a caret under the wrong word, on lines of their own.
 * -EPERM: not enough privileges. Other codes: no such interface or file.
 */
MST_API int mst_capture_open(struct mst_capture **capture, const struct mst_capture_config *config,
                             struct mst_error *err);

/* The name of the interface or file. Valid until close. */
MST_API const char *mst_capture_source(const struct mst_capture *capture);

/* libpcap's name of the link layer, "EN10MB"; static. */
MST_API const char *mst_capture_link(const struct mst_capture *capture);

struct mst_capture_files {
	const char *path;      /* "-" for standard output */
	bool force;            /* overwrite */
	uint64_t rotate_bytes; /* maximum size of a file; 0: no limit. This or rotate_ns makes
	                        * numbered files: name-00001.pcap … */
	uint64_t rotate_ns;    /* maximum duration of a file; 0: no limit */
	unsigned rotate_keep;  /* number of files to keep, the newest; 0: all */
};

/* Also writes every frame to files, from now on. -EINVAL, -EEXIST, or -errno. The path is borrowed until close. */
MST_API int mst_capture_write_to(struct mst_capture *capture, const struct mst_capture_files *files,
                                 struct mst_error *err);

struct mst_captured {
	uint64_t time_ns;     /* since 1970, UTC */
	uint32_t carried_s;   /* seconds of it that a broken file has in the fraction of a second; else 0 */
	int linktype;         /* a DLT_ value of libpcap; a file may have several */
	const uint8_t *bytes; /* valid during the sink's call */
	size_t captured, wire_bytes;
};

/* Receives a frame; returns false to stop. */
typedef bool mst_captured_sink(void *user, const struct mst_captured *frame);

/*
 * Waits for frames, at most this long, writes them to the files, and passes them to the sink. 1: call it again. 0: the
 * file has ended, or the sink returned false. A negative errno with a sentence: the interface went away, a file cannot
 * be read or written (-EPIPE: the reader of the pipe left); what was written is complete.
 */
MST_API int mst_capture_next(struct mst_capture *capture, uint64_t at_most_ns, mst_captured_sink *sink, void *user,
                             struct mst_error *err);

/* Counts since open. */
struct mst_capture_counts {
	uint64_t captured; /* passed to the sink */
	uint64_t received; /* passed the filter, as the kernel counts; 0 for a file */
	uint64_t dropped;  /* by the kernel: they were not read in time */
	uint64_t dropped_by_interface;
	unsigned files; /* written */
};
MST_API void mst_capture_get_counts(struct mst_capture *capture, struct mst_capture_counts *counts);

/* Completes the last file. Accepts NULL. 0, or -errno with a sentence. */
MST_API int mst_capture_close(struct mst_capture *capture, struct mst_error *err);

/* How a frame is printed. */
struct mst_line_style {
	bool link;    /* with its link header */
	bool quick;   /* only protocol, addresses, ports and length */
	bool bytes;   /* the bytes are printed behind the line: none in it for data of an unknown kind */
	bool numeric; /* ports as numbers, not by their names in the services database */
};

/*
 * The number of bytes before the network layer: link header, VLAN tags, LLC and SNAP; at most `captured`. 0 for link
 * layers that are not known. Pure.
 */
MST_API size_t mst_capture_link_bytes(const struct mst_captured *frame);

#define MST_CAPTURE_LINE 16384 /* bytes; a longer line is cut */

/*
 * Writes a frame of this capture as one line in the style of tcpdump, without time and newline; bytes that could
 * control a terminal are escaped. Returns its length.
 */
MST_API size_t mst_capture_line(struct mst_capture *capture, const struct mst_captured *frame,
                                const struct mst_line_style *style, char *text, size_t size);

#define MST_CAPTURE_MEMBERS (8 * MST_CAPTURE_LINE) /* bytes: no frame has more members than fit */

/*
 * Writes a frame of this capture as members of a JSON object, without its braces:
 * "time":"2026-01-31T12:00:00.000000000Z", "bytes":60 and so on, and as the last one `line`, which is what
 * mst_capture_line writes. Fields are those of the outermost packet; those that it does not have are left out. Valid
 * UTF-8, whatever the frame holds. Returns its length; 0, with an empty text, when `size` is less than
 * MST_CAPTURE_MEMBERS.
 */
MST_API size_t mst_capture_members(struct mst_capture *capture, const struct mst_captured *frame,
                                   const struct mst_line_style *style, char *text, size_t size);

#endif
