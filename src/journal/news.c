/* SPDX-License-Identifier: BSD-2-Clause */
/* news.c - see news.h. */
#include "journal/news.h"

#include <errno.h>
#include <stdlib.h>

#define PIECE MST_SETTLED_PIECE

enum { RUNS, BITS };

static void widen(struct mst_new_range *range, const struct mst_new_range *by)
{
	if (by->from < range->from)
		range->from = by->from;
	if (by->to > range->to)
		range->to = by->to;
}

/* Makes the slot free. */
static int drive_out(struct mst_journal_news *news, struct mst_new_range *slot)
{
	for (size_t i = 0; i < news->more_count; i++) {
		if (news->more[i].piece == slot->piece) {
			widen(&news->more[i], slot);
			return 0;
		}
	}
	if (news->more_count == news->more_room) {
		size_t room = news->more_room * 2 + 64;
		struct mst_new_range *more = reallocarray(news->more, room, sizeof *more);

		if (!more)
			return -ENOMEM;
		news->more = more;
		news->more_room = room;
	}
	news->more[news->more_count++] = *slot;
	return 0;
}

static int add(struct mst_journal_news *news, const struct mst_new_range *range)
{
	struct mst_new_range *slot = &news->slots[range->piece % MST_JOURNAL_NEWS_SLOTS];

	if (slot->to > 0 && slot->piece == range->piece) {
		widen(slot, range);
		return 0;
	}
	if (slot->to > 0 && drive_out(news, slot) < 0)
		return -ENOMEM;
	*slot = *range;
	return 0;
}

int mst_journal_news_add(struct mst_journal_news *news, uint64_t position)
{
	uint32_t at = position % PIECE;

	return add(news, &(struct mst_new_range){ position / PIECE, at, at + 1 });
}

int mst_journal_news_add_word(struct mst_journal_news *news, const struct mst_position_word *word)
{
	uint64_t first = word->number * 64;
	uint32_t at = first % PIECE;

	return add(news, &(struct mst_new_range){ first / PIECE, at + (uint32_t)__builtin_ctzll(word->bits),
	                                          at + 64 - (uint32_t)__builtin_clzll(word->bits) });
}

void mst_journal_news_clear(struct mst_journal_news *news)
{
	for (size_t i = 0; i < MST_JOURNAL_NEWS_SLOTS; i++)
		news->slots[i].to = 0;
	news->more_count = 0;
}

void mst_journal_news_free(struct mst_journal_news *news)
{
	free(news->more);
	*news = (struct mst_journal_news){ 0 };
}

/* ---- writing ---- */

static void put_runs(struct mst_bytes *out, const struct mst_settled *settled, uint64_t from, uint64_t to)
{
	uint64_t at = from, first, end, count = 0;

	while (mst_settled_next_run(settled, at, &first, &end) && first < to) {
		count++;
		at = end;
	}
	mst_bytes_put_varint(out, count);
	for (at = from; count > 0; count--, at = end) {
		mst_settled_next_run(settled, at, &first, &end);
		end = end < to ? end : to;
		mst_bytes_put_varint(out, first - at);
		mst_bytes_put_varint(out, end - first);
	}
}

static void put_bits(struct mst_bytes *out, const struct mst_settled *settled, uint64_t from, uint64_t to)
{
	for (uint64_t at = from; at < to; at += 8) {
		uint8_t byte = 0;

		for (unsigned bit = 0; bit < 8 && at + bit < to; bit++)
			byte |= (uint8_t)(mst_settled_has(settled, at + bit) << bit);
		mst_bytes_put_u8(out, byte);
	}
}

static bool is_open(const struct mst_new_range *range, const struct mst_settled *settled)
{
	return range->to > range->from && range->piece * PIECE + range->to > settled->low;
}

static void put_range(struct mst_bytes *out, const struct mst_new_range *range, const struct mst_settled *settled)
{
	uint64_t from = range->piece * PIECE + range->from, to = range->piece * PIECE + range->to;
	size_t at, bits;

	from = from < settled->low ? settled->low : from;
	mst_bytes_put_varint(out, from);
	mst_bytes_put_varint(out, to - from);
	at = out->count;
	bits = (to - from + 7) / 8;
	mst_bytes_put_u8(out, RUNS);
	put_runs(out, settled, from, to);
	if (out->failed || out->count - at <= bits + 1)
		return;
	out->count = at;
	mst_bytes_put_u8(out, BITS);
	put_bits(out, settled, from, to);
}

static size_t put_ranges(struct mst_bytes *out, const struct mst_new_range *ranges, size_t count,
                         const struct mst_settled *settled)
{
	size_t open = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_open(&ranges[i], settled))
			continue;
		open++;
		if (out)
			put_range(out, &ranges[i], settled);
	}
	return open;
}

void mst_journal_news_put(struct mst_bytes *payload, const struct mst_journal_news *news,
                          const struct mst_settled *settled)
{
	mst_bytes_put_varint(payload, put_ranges(NULL, news->slots, MST_JOURNAL_NEWS_SLOTS, settled) +
	                                      put_ranges(NULL, news->more, news->more_count, settled));
	put_ranges(payload, news->slots, MST_JOURNAL_NEWS_SLOTS, settled);
	put_ranges(payload, news->more, news->more_count, settled);
}

/* ---- reading ---- */

static int read_runs(struct mst_reader *r, struct mst_settled *settled, uint64_t from, uint64_t to)
{
	uint64_t count = mst_read_varint_to(r, PIECE);
	int code = 0;

	for (; count > 0 && code == 0 && !r->short_read; count--) {
		uint64_t first = from + mst_read_varint_to(r, to - from);

		from = first + mst_read_varint_to(r, to - first);
		if (!r->short_read)
			code = mst_settled_add_range(settled, first, from);
	}
	return code;
}

static int read_bits(struct mst_reader *r, struct mst_settled *settled, uint64_t from, uint64_t to)
{
	int code = 0;

	for (uint64_t at = from; at < to && code == 0; at += 8) {
		uint8_t byte = mst_read_u8(r);

		for (unsigned bit = 0; bit < 8 && at + bit < to && code == 0; bit++) {
			if (byte >> bit & 1)
				code = mst_settled_add(settled, at + bit);
		}
	}
	return code;
}

int mst_journal_news_read(struct mst_reader *r, struct mst_settled *settled, uint64_t begin, uint64_t end)
{
	uint64_t count = mst_read_varint(r);
	int code = 0;

	for (; count > 0 && code == 0 && !r->short_read; count--) {
		uint64_t from = mst_read_varint(r), length = mst_read_varint_to(r, PIECE);
		uint8_t kind = mst_read_u8(r);

		if (r->short_read || kind > BITS || from < begin || from > end || length > end - from)
			return -EBADMSG;
		code = (kind == RUNS ? read_runs : read_bits)(r, settled, from, from + length);
	}
	return code < 0 ? code : r->short_read ? -EBADMSG : 0;
}
