/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_pcapng.h - the reader of pcapng for file.h.
 */
#ifndef MST_CAPTURE_FILE_PCAPNG_H
#define MST_CAPTURE_FILE_PCAPNG_H

#include "capture/file_reading.h"

/* Reads the header, from its first byte on. 0, -EBADMSG, -EIO or -ENOMEM with a sentence. */
int mst_file_pcapng_begin(struct mst_file *file, struct mst_error *err);

/* As mst_file_next. */
int mst_file_pcapng_next(struct mst_file *file, struct mst_file_frame *frame, struct mst_error *err);

#endif
