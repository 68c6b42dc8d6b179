/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writer.h - a recording while it is written: frames in both directions and events, into a pcapng file.
 *
 *     open ──► interface, frame, event … ──► close
 *      └────────────────┴──────────────────► abandon
 *
 * The file is written beside its name, readable by its owner alone (it holds the key of the tickets), and gets its name
 * at the end; what a killed writer left is removed by the next one of the same name (base/partial.h). A device or a
 * named pipe is written as it is.
 *
 * Any thread may call while others do. A call copies its frame or event into memory under a mutex, and a thread of the
 * writer's writes that to the disk (disk.h): callers never wait for the disk. When it is so slow that 32 MiB wait,
 * frames and events are left out and counted, and the recording is incomplete. Nothing fails upward while frames are
 * written: the first error is kept for mst_record_close, what comes after it is thrown away, and the file keeps the
 * blocks that are whole.
 */
#ifndef MST_RECORD_WRITER_H
#define MST_RECORD_WRITER_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_record_writer;

/*
 * Begins the recording `path`. `application` is who writes it, such as "muster 1.2.3". Without `force` an existing file
 * is -EEXIST. -EINVAL for "-", -EISDIR, -ENOMEM or another -errno, with a sentence; `*out` is then NULL.
 */
int mst_record_open(struct mst_record_writer **out, const char *path, bool force, const char *application,
                    struct mst_error *err);

/* Frames that find this many bytes recorded are left out and counted; events never are. Before the first frame. */
void mst_record_at_most(struct mst_record_writer *writer, uint64_t bytes);

/*
 * The number by which frames of this interface are written from now on, from 0. `linktype` is a DLT_ of libpcap; longer
 * frames than `snap` bytes are cut (0: none are but by MST_PCAPNG_FRAME_MAX). The same name and link type again: the
 * same number, and the first `snap` stays. A new one may wait for the disk.
 */
uint32_t mst_record_interface(struct mst_record_writer *writer, const char *name, int linktype, uint32_t snap);

/* head, bytes and tail are written one after the other as one packet. Each may be NULL when it has no bytes. */
struct mst_record_frame {
	uint32_t interface; /* of mst_record_interface; a number that it did not return is -EINVAL at the end */
	uint64_t time_ns;   /* since 1970 */
	uint64_t number;    /* its place among all frames and events: the reader sorts by it */
	bool outgoing;
	const uint8_t *head;
	size_t head_bytes;
	const uint8_t *bytes;
	size_t count;
	const uint8_t *tail;
	size_t tail_bytes;
	size_t wire_bytes; /* as long as it was on the network; less than the three together: as long as these are */
};

void mst_record_frame(struct mst_record_writer *writer, const struct mst_record_frame *frame);

/* UTF-8 text, NUL-terminated; longer than MST_PCAPNG_TEXT_MAX bytes it is cut. `time_ns` is since 1970. */
void mst_record_event(struct mst_record_writer *writer, uint64_t number, uint64_t time_ns, const char *text);

/* The same, but waits for the disk, so that the event is never left out. Not for threads that must not wait. */
void mst_record_event_for_sure(struct mst_record_writer *writer, uint64_t number, uint64_t time_ns, const char *text);

/* Frames and events that were left out so far, because the disk was too slow. */
uint64_t mst_record_left_out(const struct mst_record_writer *writer);

/*
 * Writes what is buffered, gives the file its name, and frees the writer. -errno with a sentence when anything could
 * not be written: what was written before it is then in the file. Accepts NULL. No other thread uses the writer any
 * more.
 */
int mst_record_close(struct mst_record_writer *writer, struct mst_error *err);

/* Removes what was half written, and frees the writer. Accepts NULL. No other thread uses the writer any more. */
void mst_record_abandon(struct mst_record_writer *writer);

#endif
