/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zip.h - bytes packed by zstd, for the store, and back.
 */
#ifndef MST_FLEET_ZIP_H
#define MST_FLEET_ZIP_H

#include "journal/bytes.h"

/* Appends the packed bytes; a failure is out->failed. */
void mst_zip(struct mst_bytes *out, const uint8_t *bytes, size_t count);

/* Fills `out`, which is empty. -EBADMSG: not packed by mst_zip, or more than `most` bytes; -ENOMEM. */
int mst_unzip(struct mst_bytes *out, const uint8_t *bytes, size_t count, size_t most);

#endif
