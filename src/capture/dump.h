/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump.h - writes frames to pcap files, which tshark and tcpdump read; begins a new file at a limit of size or time.
 */
#ifndef MST_CAPTURE_DUMP_H
#define MST_CAPTURE_DUMP_H

#include <muster/capture.h>

#include "capture/tap.h"

struct mst_dump;

/* Opens the first file; the tap must outlive it. -EEXIST, -EINVAL or -errno with a sentence. */
int mst_dump_open(struct mst_dump **dump, const struct mst_capture_files *files, struct mst_tap *tap,
                  struct mst_error *err);

/*
 * Writes one frame, to a new file when a limit is reached. On -errno, with a sentence, the frames before are
 * complete.
 */
int mst_dump_write(struct mst_dump *dump, const struct mst_captured *frame, struct mst_error *err);

/* Flushes, so that other programs can read all frames written so far. */
int mst_dump_flush(struct mst_dump *dump, struct mst_error *err);

/* The number of files opened so far. */
unsigned mst_dump_files(const struct mst_dump *dump);

/* Closes the last file. Accepts NULL. */
int mst_dump_close(struct mst_dump *dump, struct mst_error *err);

#endif
