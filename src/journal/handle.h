/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - what a struct mst_journal has; for the files of this room.
 */
#ifndef MST_JOURNAL_HANDLE_H
#define MST_JOURNAL_HANDLE_H

#include <muster/journal.h>

#include "journal/block.h"
#include "journal/file.h"
#include "journal/format.h"
#include "journal/held.h"
#include "journal/plan_record.h"
#include "journal/rereading.h"
#include "journal/run.h"
#include "journal/services.h"
#include "journal/syncing.h"
#include "journal/workers.h"

/* From this time on positions below `low` were settled. */
struct mst_low_water {
	uint64_t low, wall_ns;
};

struct mst_journal {
	struct mst_journal_file file;
	bool writes;  /* this process appends to it */
	bool resumed; /* it was there before */
	bool begun;
	uint64_t name_after_ns, named_at_ns; /* when it gets its name, of the monotonic clock */
	struct mst_run_words words;          /* of a new one, until it begins */
	struct mst_run_plan plan;
	struct mst_targets *excluded; /* by earlier processes; NULL: none */
	struct mst_shapes shapes;
	struct mst_journal_block *blocks;
	size_t block_count, block_room;
	struct mst_low_water *lows; /* of the last round; ascending */
	size_t low_count, low_room;
	struct mst_pending_records pending; /* of one round */
	uint8_t pending_round;
	struct mst_journal_services services; /* of the last round */
	struct mst_journal_workers workers;   /* of the last round, of a fleet */
	struct mst_bytes payload;             /* of the record that is made; kept, so as not to allocate it again */
	uint64_t marked_ns;                   /* monotonic; of the last mark of this process */
	struct mst_journal_syncing syncing;
	struct mst_journal_mark before, newest; /* sums of the processes before; this process */
	struct mst_journal_held held;           /* for mst_journal_final */
	struct mst_reread reread;               /* likewise */
	int64_t others_pid;                     /* of the process that writes it while this one reads; 0: none */
	int64_t process_pid;                    /* the last process that wrote it … */
	uint64_t process_ns;                    /* … and when it began; since 1970 */
	int failed;                             /* 0, or -errno after which nothing more is written */
	struct mst_error error;
	struct mst_journal_info info;
};

/* A new ID, "20261129-103015-7f3a": when, and four digits by chance. */
void mst_journal_make_id(char id[MST_JOURNAL_ID], uint64_t wall_ns);

/* Reads the whole file: plan, marks, verdicts. -EBADMSG, -ENOTSUP, -ENOMEM or another -errno, with a sentence. */
int mst_journal_load(struct mst_journal *journal, struct mst_error *err);

/* Notes where a block is. 0, or -ENOMEM. */
int mst_journal_note_block(struct mst_journal *journal, const struct mst_journal_block *block);

/* Notes the low-water position of the last round at this time. 0, or -ENOMEM. */
int mst_journal_note_low(struct mst_journal *journal, uint64_t wall_ns);

/* When a silent position was settled, as far as the marks know. */
uint64_t mst_journal_settled_at(const struct mst_journal *journal, uint64_t position);

/* Appends what is in its payload as a record, and empties it. A negative errno with journal->error. */
int mst_journal_append(struct mst_journal *journal, enum mst_record_type type);

/* -ENOMEM with journal->error. */
int mst_journal_no_memory(struct mst_journal *journal);

/* Writes the verdicts and services that are in memory. */
int mst_journal_flush(struct mst_journal *journal, struct mst_error *err);

/* The newest mark again, if mst_journal_final handed out what was held then. 0, or -errno with journal->error. */
int mst_journal_mark_taken(struct mst_journal *journal);

/* Its words, before and after it begins. */
const struct mst_run_words *mst_journal_run_words(const struct mst_journal *journal);

/* The round of the scan itself. */
struct mst_round_log *mst_journal_last_round(struct mst_journal *journal);

#endif
