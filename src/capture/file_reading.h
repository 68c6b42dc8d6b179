/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_reading.h - what the readers of pcap and pcapng share: a file and its buffer. See file.h.
 *
 *     buffer   │ passed │ wanted, and what was read ahead │ free │
 *                       begin                             end
 *
 * A record or block is wanted as a whole and passed at its end. So one whose bytes do not come in time, from a pipe, is
 * read again from its beginning at the next call.
 */
#ifndef MST_CAPTURE_FILE_READING_H
#define MST_CAPTURE_FILE_READING_H

#include <muster/error.h>
#include <stdbool.h>

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
	int descriptor;
	bool waits;        /* bytes may come later: a pipe, a terminal */
	uint64_t until_ns; /* of mst_now_ns; how long bytes are waited for. MST_FILE_FOREVER while it is opened */
	uint8_t *buffer;
	size_t size, begin, end;
	int linktype;  /* of the first interface */
	uint32_t snap; /* of it, at most MST_FILE_SNAP_MAX */
	bool pcapng;
	struct mst_file_pcap pcap;
	struct mst_section section; /* of pcapng */
};

/*
 * Waits for the next `count` bytes of the file: they are at mst_file_bytes, until the next call of this. Returns how
 * many there are, fewer at the end of the file; -EAGAIN without a sentence: they did not come in time; -EIO or -ENOMEM
 * with a sentence.
 */
int64_t mst_file_want(struct mst_file *file, size_t count, struct mst_error *err);

static inline const uint8_t *mst_file_bytes(const struct mst_file *file)
{
	return file->buffer + file->begin;
}

/* Passes the next `count` bytes, which were wanted. They stay where they are until mst_file_want. */
void mst_file_pass(struct mst_file *file, size_t count);

/* The longest frame of a link type where a header says `snap`. */
uint32_t mst_file_snap_of(int linktype, uint32_t snap);

#endif
