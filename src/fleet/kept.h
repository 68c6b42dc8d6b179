/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kept.h - the result of a block that could not be committed because the store was away: a file of the worker has it
 * until the store is back, whether this process or the next one of the same name commits it.
 *
 *     8  magic: 8d 6d 73 74 6b 0d 0a 1a     4  CRC32C of all that follows
 *     text store, text ID of the plan, text entry, text token, v epoch, v first, v end, v tries, v vantage, v until,
 *     v count of holes, each: v first, v end; v count of chunks, each: v length, bytes (pack.h)
 *
 * Numbers and texts are those of a journal (journal/format.h). An empty file has nothing.
 */
#ifndef MST_FLEET_KEPT_H
#define MST_FLEET_KEPT_H

#include "fleet/store.h"

#define MST_FLEET_STORE_TEXT 320 /* room for how a store is called, and its NUL */

struct mst_fleet_kept {
	char store[MST_FLEET_STORE_TEXT], id[MST_JOURNAL_ID];
	struct mst_fleet_block block;
	uint64_t until;
	struct mst_fleet_pack pack; /* only its holes and chunks */
};

/* Reads bytes of such a file. -EBADMSG: they are none; -ENOMEM. To be freed in any case. */
int mst_fleet_kept_read(struct mst_fleet_kept *kept, const uint8_t *bytes, size_t count);

/* Accepts a zeroed one. */
void mst_fleet_kept_free(struct mst_fleet_kept *kept);

/* Writes it, in place of what the file had: on the disk when this returns. 0, or -errno. */
int mst_fleet_kept_write(int fd, const char *store, const char *id, const struct mst_fleet_block *block, uint64_t until,
                         const struct mst_fleet_pack *pack);

/* Reads the file. 1; 0: it has nothing; -EBADMSG: it is broken; else -errno. */
int mst_fleet_kept_load(struct mst_fleet_kept *kept, int fd);

/* Empties the file. */
void mst_fleet_kept_drop(int fd);

#endif
