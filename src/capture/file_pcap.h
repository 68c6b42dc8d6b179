/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_pcap.h - the reader of pcap for file.h.
 */
#ifndef MST_CAPTURE_FILE_PCAP_H
#define MST_CAPTURE_FILE_PCAP_H

#include "capture/file_reading.h"

/* Whether these four bytes begin a file of pcap; then with what is to be known of it. */
bool mst_file_pcap_is(struct mst_file_pcap *pcap, const uint8_t magic[4]);

/* Reads the header, from its first byte on. 0, -EBADMSG, -EIO or -ENOMEM with a sentence. */
int mst_file_pcap_begin(struct mst_file *file, struct mst_error *err);

/* As mst_file_next. */
int mst_file_pcap_next(struct mst_file *file, struct mst_file_frame *frame, struct mst_error *err);

#endif
