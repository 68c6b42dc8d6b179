/* SPDX-License-Identifier: BSD-2-Clause */
/* settled.c - see settled.h. */
#include "target/settled.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PIECE MST_SETTLED_PIECE
#define WORDS (PIECE / 64)
#define PIECES_MAX ((uint64_t)1 << 24) /* that the bits may span: 128 MiB of pointers, 2^40 positions */

struct mst_settled_piece {
	uint32_t count;
	uint64_t words[WORDS];
};

/* Stands for every full piece: only its address counts. */
static const struct mst_settled_piece every_bit;
#define FULL ((struct mst_settled_piece *)&every_bit)

void mst_settled_init(struct mst_settled *settled, uint64_t begin)
{
	*settled = (struct mst_settled){ .low = begin, .first = begin / PIECE };
}

static void drop(struct mst_settled_piece *piece)
{
	if (piece != FULL)
		free(piece);
}

void mst_settled_free(struct mst_settled *settled)
{
	for (size_t i = 0; i < settled->piece_count; i++)
		drop(settled->pieces[i]);
	free(settled->pieces);
	*settled = (struct mst_settled){ 0 };
}

/* ---- bits ---- */

static const struct mst_settled_piece *piece_at(const struct mst_settled *settled, uint64_t number)
{
	if (number < settled->first || number - settled->first >= settled->piece_count)
		return NULL;
	return settled->pieces[number - settled->first];
}

/* The first position of [from, end of its piece) whose bit is `set`; the end of the piece when there is none. */
static uint64_t next_in_piece(const struct mst_settled *settled, uint64_t from, bool set)
{
	const struct mst_settled_piece *piece = piece_at(settled, from / PIECE);
	uint64_t base = from - from % PIECE, word;
	size_t at = from % PIECE / 64;

	if (!piece || piece == FULL)
		return (piece != NULL) == set ? from : base + PIECE;
	word = (set ? piece->words[at] : ~piece->words[at]) & ~UINT64_C(0) << from % 64;
	while (word == 0) {
		if (++at == WORDS)
			return base + PIECE;
		word = set ? piece->words[at] : ~piece->words[at];
	}
	return base + at * 64 + (unsigned)__builtin_ctzll(word);
}

/* ---- adding ---- */

/* Frees the pieces below the low-water position; their places are given back when they are half of the array. */
static void trim(struct mst_settled *settled)
{
	uint64_t passed = settled->low / PIECE - settled->first;
	size_t gone = passed < settled->piece_count ? (size_t)passed : settled->piece_count;

	for (size_t i = 0; i < gone; i++) {
		if (settled->pieces[i])
			drop(settled->pieces[i]);
		settled->pieces[i] = NULL;
	}
	if (gone == settled->piece_count) {
		settled->first = settled->low / PIECE;
		settled->piece_count = 0;
	} else if (gone > settled->piece_count / 2) {
		settled->piece_count -= gone;
		settled->first += gone;
		memmove(settled->pieces, settled->pieces + gone, settled->piece_count * sizeof *settled->pieces);
	}
}

/* The low-water position is settled: moves it behind all that follow. */
static void advance(struct mst_settled *settled)
{
	uint64_t last = settled->first + settled->piece_count, was = settled->low / PIECE;

	while (settled->low / PIECE < last) {
		uint64_t next = next_in_piece(settled, settled->low, false);

		if (next == settled->low)
			break;
		settled->low = next;
		if (next % PIECE != 0)
			break;
	}
	if (settled->low / PIECE != was)
		trim(settled);
}

/* The same; most often the next position that is open is in the word that just changed. */
static void advance_from(struct mst_settled *settled, uint64_t word)
{
	unsigned at = settled->low % 64;
	uint64_t open = ~word & ~UINT64_C(0) << at;

	if (open)
		settled->low += (unsigned)__builtin_ctzll(open) - at;
	else
		advance(settled);
}

static int make_room(struct mst_settled *settled, uint64_t count)
{
	size_t room = (size_t)(count + count / 2 + 4);
	struct mst_settled_piece **pieces;

	if (count > PIECES_MAX)
		return -ENOMEM;
	pieces = realloc(settled->pieces, room * sizeof *pieces);
	if (!pieces)
		return -ENOMEM;
	settled->pieces = pieces;
	settled->room = room;
	return 0;
}

static int reach(struct mst_settled *settled, uint64_t number)
{
	uint64_t count = number - settled->first + 1;

	if (count > settled->room && make_room(settled, count) < 0)
		return -ENOMEM;
	while (settled->piece_count < count)
		settled->pieces[settled->piece_count++] = NULL;
	return 0;
}

/* The piece of a position at or above low, with bits of its own; FULL where all are set. NULL without memory. */
static struct mst_settled_piece *own_piece(struct mst_settled *settled, uint64_t position)
{
	uint64_t number = position / PIECE;
	struct mst_settled_piece **place;

	if (number - settled->first >= settled->piece_count && reach(settled, number) < 0)
		return NULL;
	place = &settled->pieces[number - settled->first];
	if (*place)
		return *place;
	*place = calloc(1, sizeof **place);
	/* Of the piece that low is in, what is below it is settled. */
	for (uint64_t at = number * PIECE; *place && at < settled->low; at++) {
		(*place)->words[at % PIECE / 64] |= UINT64_C(1) << at % 64;
		(*place)->count++;
	}
	return *place;
}

static void fill(struct mst_settled *settled, uint64_t number)
{
	struct mst_settled_piece **place = &settled->pieces[number - settled->first];

	drop(*place);
	*place = FULL;
}

int mst_settled_add(struct mst_settled *settled, uint64_t position)
{
	struct mst_settled_piece *piece;
	uint64_t bit = UINT64_C(1) << position % 64, *word;

	if (position < settled->low)
		return 0;
	if (position == settled->low && !piece_at(settled, position / PIECE)) {
		settled->count++;
		if (++settled->low % PIECE == 0) {
			trim(settled);
			advance(settled);
		}
		return 0;
	}
	piece = own_piece(settled, position);
	if (!piece)
		return -ENOMEM;
	word = &piece->words[position % PIECE / 64];
	if (piece == FULL || *word & bit)
		return 0;
	*word |= bit;
	settled->count++;
	if (++piece->count == PIECE) {
		fill(settled, position / PIECE);
		if (position == settled->low)
			advance(settled);
	} else if (position == settled->low) {
		advance_from(settled, *word);
	}
	return 0;
}

int mst_settled_add_word(struct mst_settled *settled, const struct mst_position_word *added)
{
	uint64_t first = added->number * 64, bits = added->bits, *word;
	struct mst_settled_piece *piece;

	if (first + 64 <= settled->low || bits == 0)
		return 0;
	if (first < settled->low)
		bits &= ~UINT64_C(0) << (settled->low - first);
	piece = own_piece(settled, first < settled->low ? settled->low : first);
	if (!piece)
		return -ENOMEM;
	if (piece == FULL)
		return 0;
	word = &piece->words[first % PIECE / 64];
	bits &= ~*word;
	*word |= bits;
	piece->count += (uint32_t)__builtin_popcountll(bits);
	settled->count += (uint32_t)__builtin_popcountll(bits);
	if (piece->count == PIECE)
		fill(settled, first / PIECE);
	if (settled->low / 64 == added->number)
		advance(settled);
	return 0;
}

/* Part of one piece, at or above low. */
static int add_part(struct mst_settled *settled, uint64_t from, uint64_t to)
{
	for (; from < to; from++) {
		int code = mst_settled_add(settled, from);

		if (code < 0)
			return code;
	}
	return 0;
}

static int add_piece(struct mst_settled *settled, uint64_t number)
{
	const struct mst_settled_piece *piece = piece_at(settled, number);

	if (reach(settled, number) < 0)
		return -ENOMEM;
	settled->count += PIECE - (piece == FULL ? PIECE : piece ? piece->count : 0);
	fill(settled, number);
	return 0;
}

/* The run begins at low: nothing in it needs bits. */
static void pass(struct mst_settled *settled, uint64_t to)
{
	uint64_t at = settled->low, open = to - at;

	while (at < to) { /* less those that were settled */
		uint64_t first, end;

		if (!mst_settled_next_run(settled, at, &first, &end) || first >= to)
			break;
		open -= (end < to ? end : to) - first;
		at = end;
	}
	settled->count += open;
	settled->low = to;
	trim(settled);
	advance(settled);
}

int mst_settled_add_range(struct mst_settled *settled, uint64_t from, uint64_t to)
{
	int code = 0;

	while (from < to && to > settled->low && code == 0) {
		uint64_t end = from - from % PIECE + PIECE, part = to < end ? to : end;

		if (from <= settled->low) {
			pass(settled, to);
			return 0;
		}
		code = part - from == PIECE ? add_piece(settled, from / PIECE) : add_part(settled, from, part);
		from = part;
	}
	return code;
}

/* ---- reading ---- */

bool mst_settled_has(const struct mst_settled *settled, uint64_t position)
{
	const struct mst_settled_piece *piece;

	if (position < settled->low)
		return true;
	piece = piece_at(settled, position / PIECE);
	return piece && (piece == FULL || (piece->words[position % PIECE / 64] >> position % 64 & 1));
}

uint64_t mst_settled_next_open(const struct mst_settled *settled, uint64_t position)
{
	uint64_t at = position < settled->low ? settled->low : position;

	for (;;) {
		uint64_t next = next_in_piece(settled, at, false);

		if (next % PIECE != 0 || next == at)
			return next;
		at = next;
	}
}

bool mst_settled_next_run(const struct mst_settled *settled, uint64_t from, uint64_t *first, uint64_t *end)
{
	uint64_t last = (settled->first + settled->piece_count) * PIECE, at = from;

	if (from < settled->low) {
		*first = from;
		*end = mst_settled_next_open(settled, from);
		return true;
	}
	while (at < last) {
		uint64_t next = next_in_piece(settled, at, true);

		if (next == at || next % PIECE != 0) {
			*first = next;
			*end = mst_settled_next_open(settled, next);
			return true;
		}
		at = next;
	}
	return false;
}

int mst_settled_copy(struct mst_settled *copy, const struct mst_settled *settled)
{
	*copy = *settled;
	copy->pieces = NULL;
	copy->room = copy->piece_count = 0;
	if (settled->piece_count > 0 && make_room(copy, settled->piece_count) < 0)
		return -ENOMEM;
	for (; copy->piece_count < settled->piece_count; copy->piece_count++) {
		struct mst_settled_piece *piece = settled->pieces[copy->piece_count];

		if (piece && piece != FULL) {
			struct mst_settled_piece *mine = malloc(sizeof *mine);

			if (!mine) {
				mst_settled_free(copy);
				return -ENOMEM;
			}
			*mine = *piece;
			piece = mine;
		}
		copy->pieces[copy->piece_count] = piece;
	}
	return 0;
}
