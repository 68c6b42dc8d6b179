/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_reading.h - what the readers of pcap and pcapng share: a file and its buffer. See file.h.
 */
#ifndef MST_CAPTURE_FILE_READING_H
#define MST_CAPTURE_FILE_READING_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdio.h>

#include "capture/file_frame.h"
#include "record/section.h"

/* A file of pcap. */
struct mst_file_pcap {
	bool swapped;        /* its numbers are not in the byte order of this machine */
	uint32_t unit_ns;    /* of the fractions of seconds */
	size_t header_bytes; /* of a record */
	uint16_t major, minor;
};

struct mst_file {
	FILE *in;
	uint8_t *bytes; /* of the record or block that was read last */
	size_t size;
	int linktype;  /* of the first interface */
	uint32_t snap; /* of it, at most MST_FILE_SNAP_MAX */
	bool pcapng;
	struct mst_file_pcap pcap;
	struct mst_section section; /* of pcapng */
};

/* Makes the buffer hold `size` bytes; the content stays. -ENOMEM with a sentence. */
int mst_file_grow(struct mst_file *file, size_t size, struct mst_error *err);

/* Reads `count` bytes to `at` of the buffer, which has room. Returns how many there were; -EIO with a sentence. */
int64_t mst_file_read(struct mst_file *file, size_t at, size_t count, struct mst_error *err);

/* The longest frame of a link type where a header says `snap`. */
uint32_t mst_file_snap_of(int linktype, uint32_t snap);

#endif
