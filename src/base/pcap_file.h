/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap_file.h - writes a file of frames in the classic format of libpcap, with nanoseconds
 * (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html).
 *
 *     open ──► put, put …, flush ──► close
 *
 * libpcap's own writer goes through stdio, which writes half records. Here only whole records leave the buffer, and a
 * file that could not take all of them is cut back to the last whole one, so that a file always ends with a whole
 * record. One thread at a time.
 */
#ifndef MST_BASE_PCAP_FILE_H
#define MST_BASE_PCAP_FILE_H

#include <muster/error.h>
#include <stddef.h>
#include <stdint.h>

#include "base/named_file.h"

struct mst_pcap_file_config {
	const char *path; /* "-": standard output */
	bool partial;     /* it gets its name when it is complete; if not, it grows under its name */
	bool force;       /* overwrite it */
	int dlt;          /* the link type as libpcap numbers it here */
	uint32_t snap;    /* the most bytes of a frame that are kept */
};

struct mst_pcap_file {
	bool to_stdout;
	struct mst_named_file file; /* unless it goes to standard output */
	int fd;                     /* of either */
	uint8_t *buffer;
	size_t size, used;
	uint64_t written; /* bytes of whole records that have left the buffer */
	int code;         /* 0, or the first error: nothing is written any more */
};

/* -EEXIST, -EINVAL, -ENOMEM or another -errno with a sentence; then there is nothing to close. */
int mst_pcap_file_open(struct mst_pcap_file *file, const struct mst_pcap_file_config *config, struct mst_error *err);

/* The bytes of the file, including those that are not written yet. */
static inline uint64_t mst_pcap_file_bytes(const struct mst_pcap_file *file)
{
	return file->written + file->used;
}

/* So many bytes a frame takes besides its own, and the file besides its frames. */
#define MST_PCAP_RECORD_BYTES 16
#define MST_PCAP_FILE_BYTES 24

/* A frame of which `captured` bytes are kept. 0, or -errno of the write that failed. */
int mst_pcap_file_put(struct mst_pcap_file *file, uint64_t time_ns, const uint8_t *bytes, size_t captured,
                      size_t wire_bytes);

/* Writes what waits. 0, or -errno. */
int mst_pcap_file_flush(struct mst_pcap_file *file);

/*
 * Flushes, closes, gives a partial file its name, and frees the memory. 0, or the first error, with a sentence that
 * tells where the frames are that had room: if that is not all of them, no file is replaced.
 */
int mst_pcap_file_close(struct mst_pcap_file *file, struct mst_error *err);

#endif
