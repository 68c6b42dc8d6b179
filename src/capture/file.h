/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h - reads frames from a capture file: pcap in all its forms, and pcapng with several sections and interfaces.
 *
 *     pcap      header │ record │ record …                one link type; times of 32 bits without a sign, to 2106
 *     pcapng    section │ interface … │ packet │ …        each packet has the link type of its interface
 *
 * libpcap reads these too, but no pcapng whose interfaces differ in link type or snapshot length, and times after
 * 2038-01-19 as if they had a sign. Broken files have libpcap's sentences. The bytes are hostile: every length is
 * checked before it is used, and memory is bounded by MST_FILE_BLOCK_MAX and the size of the file. One thread.
 *
 * A pipe may fall silent anywhere: reading it waits no longer than its caller allows, and goes on where it was.
 */
#ifndef MST_CAPTURE_FILE_H
#define MST_CAPTURE_FILE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture/file_frame.h"

struct mst_file;

/*
 * Reads the header, of pcapng up to the first interface, however long it takes to come. The descriptor is closed with
 * the file, but standard input is not; on failure it is its caller's still. -EBADMSG when it is no capture file, -EIO,
 * -ENOMEM; with a sentence that does not name the file.
 */
int mst_file_open(struct mst_file **out, int descriptor, struct mst_error *err);

/*
 * Reads the next frame, and waits at most this long for its bytes. 1; 0: the file has ended; -EAGAIN without a
 * sentence: they have not come in time, or a signal arrived; -EBADMSG, -EIO or -ENOMEM with a sentence.
 */
int mst_file_next(struct mst_file *file, struct mst_file_frame *frame, uint64_t at_most_ns, struct mst_error *err);

/* Of the first interface: a DLT_, and the longest frame. */
int mst_file_linktype(const struct mst_file *file);
uint32_t mst_file_snap(const struct mst_file *file);

/* Whether packets may be of several link types: one of pcapng. */
bool mst_file_is_mixed(const struct mst_file *file);

/* Accepts NULL. */
void mst_file_close(struct mst_file *file);

#endif
