/* SPDX-License-Identifier: BSD-2-Clause */
/* rereading.h - how far held verdicts were read again; see reread.h. */
#ifndef MST_JOURNAL_REREADING_H
#define MST_JOURNAL_REREADING_H

#include "journal/cursor.h"
#include "journal/held.h"

/* Zero-initialised nothing is being read. */
struct mst_reread {
	bool begun;
	uint32_t pending; /* records in memory that could not be written: those before this one come next */
	size_t block;     /* the one that is read */
	struct mst_journal_cursor cursor;
	struct mst_chunk chunk;
};

#endif
