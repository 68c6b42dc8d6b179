/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader.h - a recording, or any other pcapng file, read whole: its frames and muster's events in the order of their
 * numbers.
 *
 * The bytes are hostile: every length is checked, unknown blocks and options are skipped, and what is wrong is said in
 * one sentence with its place in the file. Both byte orders are read, several sections one after the other too, and the
 * simple and the obsolete packet block of other writers.
 *
 * A file that ends in the middle of a block is read up to there. In a file without events of muster the numbers are the
 * order in the file, from 0; in one with events, a frame without a number has that of the item before it.
 */
#ifndef MST_RECORD_READER_H
#define MST_RECORD_READER_H

#include <muster/error.h>

#include "record/item.h"

struct mst_record;

/*
 * Reads the file `path`, "-" for standard input, at most 4 GiB. -EBADMSG when it is not pcapng (for classic pcap it
 * says so) or damaged, -EFBIG, -ENOMEM or another -errno, with a sentence that names it; `*out` is then NULL.
 */
int mst_record_read(struct mst_record **out, const char *path, struct mst_error *err);

/* The same of bytes in memory, which must live as long as the record: its frames point into them. */
int mst_record_parse(struct mst_record **out, const uint8_t *bytes, size_t count, struct mst_error *err);

size_t mst_record_count(const struct mst_record *record);

/* `index` is less than the count. Owned by the record. */
const struct mst_record_item *mst_record_at(const struct mst_record *record, size_t index);

/* Whether the file ended in the middle of a block, as when its writer was killed. */
bool mst_record_is_truncated(const struct mst_record *record);

/* Accepts NULL. */
void mst_record_free(struct mst_record *record);

#endif
