/*
 * dump.h - frames into files of pcap, that tshark and tcpdump read; a new one after so many bytes or so much time.
 */
#ifndef MST_CAPTURE_DUMP_H
#define MST_CAPTURE_DUMP_H

#include <muster/capture.h>

#include "capture/tap.h"

struct mst_dump;

/* Opens the first file; the tap must outlive it. -EEXIST, -EINVAL or -errno with a sentence. */
int mst_dump_open(struct mst_dump **dump, const struct mst_capture_files *files, struct mst_tap *tap, struct mst_error *err);

/* Writes one frame, into the next file when it is time for it. -errno with a sentence: what was written before is whole. */
int mst_dump_write(struct mst_dump *dump, const struct mst_captured *frame, struct mst_error *err);

/* What was written can be read by others from now on. */
int mst_dump_flush(struct mst_dump *dump, struct mst_error *err);

/* How many files there have been. */
unsigned mst_dump_files(const struct mst_dump *dump);

/* Closes the last file. Accepts NULL. */
int mst_dump_close(struct mst_dump *dump, struct mst_error *err);

#endif
