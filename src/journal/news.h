/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * news.h - which positions became settled since the last mark, without a record: a range of each piece of 2^16
 * positions that they are in. What else in it is settled is written once more, which does no harm.
 */
#ifndef MST_JOURNAL_NEWS_H
#define MST_JOURNAL_NEWS_H

#include "journal/bytes.h"
#include "target/settled.h"

#define MST_JOURNAL_NEWS_SLOTS 256

struct mst_new_range {
	uint64_t piece;
	uint32_t from, to; /* in the piece; from < to, or nothing */
};

struct mst_journal_news {
	struct mst_new_range slots[MST_JOURNAL_NEWS_SLOTS]; /* that of a piece: its number modulo SLOTS */
	struct mst_new_range *more;                         /* of pieces that others drove out of their slots */
	size_t more_count, more_room;
};

/* 0, or -ENOMEM. */
int mst_journal_news_add(struct mst_journal_news *news, uint64_t position);

/* Likewise, all positions of a word. */
int mst_journal_news_add_word(struct mst_journal_news *news, const struct mst_position_word *word);

/* Appends what is settled in those ranges at or above the low-water position, as format.h has it. */
void mst_journal_news_put(struct mst_bytes *payload, const struct mst_journal_news *news,
                          const struct mst_settled *settled);

/* Nothing is new any more. */
void mst_journal_news_clear(struct mst_journal_news *news);

/* Settles what was written, in [begin, end). 0; -EBADMSG, -ENOMEM. */
int mst_journal_news_read(struct mst_reader *r, struct mst_settled *settled, uint64_t begin, uint64_t end);

void mst_journal_news_free(struct mst_journal_news *news);

#endif
