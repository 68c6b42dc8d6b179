/* SPDX-License-Identifier: BSD-2-Clause */
/* block.c - see block.h. */
#include "journal/block.h"

#include <errno.h>
#include <stdlib.h>

#include "journal/format.h"

#define PLACE_BITS 15 /* of a record among those that are sorted */
#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)
#define DIGITS_MAX 4

_Static_assert(MST_BLOCK_RECORDS == 1 << PLACE_BITS, "the key has room for the number of every record");
_Static_assert(PLACE_BITS + DIGITS_MAX * DIGIT_BITS <= 64, "and for what differs between indices");

int mst_pending_open(struct mst_pending_records *pending)
{
	if (pending->records)
		return 0;
	pending->records = reallocarray(NULL, MST_PENDING_RECORDS, sizeof *pending->records);
	pending->order = reallocarray(NULL, MST_PENDING_RECORDS, sizeof *pending->order);
	pending->spare = reallocarray(NULL, MST_PENDING_RECORDS, sizeof *pending->spare);
	if (pending->records && pending->order && pending->spare)
		return 0;
	mst_pending_free(pending);
	return -ENOMEM;
}

void mst_pending_free(struct mst_pending_records *pending)
{
	free(pending->records);
	free(pending->order);
	free(pending->spare);
	pending->records = NULL;
	pending->order = pending->spare = NULL;
	pending->count = 0;
}

/* ---- sorting ---- */

/* One pass of a radix sort: stable, by the digit at `shift`, which is there so many times. */
static void sort_by_digit(const uint64_t *from, uint64_t *to, uint32_t count, unsigned shift,
                          const uint32_t counts[DIGITS])
{
	uint32_t places[DIGITS], at = 0;

	for (uint32_t digit = 0; digit < DIGITS; digit++) {
		places[digit] = at;
		at += counts[digit];
	}
	for (uint32_t i = 0; i < count; i++)
		to[places[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Numbers whose bits from PLACE_BITS on are to be sorted by: the records themselves are not touched. */
static void sort_by_digits(uint64_t *keys, uint64_t *spare, uint32_t count, unsigned digits)
{
	uint32_t counts[DIGITS_MAX][DIGITS] = { { 0 } };
	uint64_t *from = keys, *to = spare;

	for (uint32_t i = 0; i < count; i++) {
		for (unsigned digit = 0; digit < digits; digit++)
			counts[digit][keys[i] >> (PLACE_BITS + digit * DIGIT_BITS) & (DIGITS - 1)]++;
	}
	for (unsigned digit = 0; digit < digits; digit++) {
		uint64_t *swap = from;

		sort_by_digit(from, to, count, PLACE_BITS + digit * DIGIT_BITS, counts[digit]);
		from = to;
		to = swap;
	}
	for (uint32_t i = 0; i < count; i++)
		keys[i] = from[i] & (MST_BLOCK_RECORDS - 1);
}

/* Merges order[from, middle) and order[middle, to), both sorted, into `out`. */
static void merge(const struct mst_journal_record *records, const uint64_t *order, uint64_t *out, uint32_t from,
                  uint32_t middle, uint32_t to)
{
	uint32_t left = from, right = middle;

	for (uint32_t at = from; at < to; at++) {
		if (right == to || (left < middle && records[order[left]].index <= records[order[right]].index))
			out[at] = order[left++];
		else
			out[at] = order[right++];
	}
}

static void sort_by_merging(const struct mst_journal_record *records, uint64_t *order, uint64_t *spare, uint32_t count)
{
	uint64_t *from = order, *to = spare;

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	for (uint32_t width = 1; width < count; width *= 2) {
		uint64_t *swap = from;

		for (uint32_t at = 0; at < count; at += 2 * width) {
			uint32_t middle = at + width < count ? at + width : count;

			merge(records, from, to, at, middle, middle + width < count ? middle + width : count);
		}
		from = to;
		to = swap;
	}
	if (from != order)
		memcpy(order, from, count * sizeof *order);
}

void mst_records_sort(const struct mst_journal_record *records, uint64_t *order, uint64_t *spare, uint32_t count)
{
	mst_uint128 differ = 0;
	unsigned digits = 0;

	for (uint32_t i = 0; i < count; i++) {
		order[i] = (uint64_t)records[i].index << PLACE_BITS | i;
		differ |= records[i].index ^ records[0].index;
	}
	while (digits <= DIGITS_MAX && differ >> digits * DIGIT_BITS)
		digits++;
	if (count < DIGITS / 4 || digits > DIGITS_MAX)
		sort_by_merging(records, order, spare, count);
	else
		sort_by_digits(order, spare, count, digits);
}

/* ---- writing ---- */

static uint8_t *write_from(uint8_t *at, const struct mst_addr *from)
{
	size_t length = from->family == MST_IPV4 ? 4 : 16;

	*at++ = from->family;
	at = mst_write_varint(at, from->scope);
	memcpy(at, from->bytes, length);
	return at + length;
}

static void put_record(struct mst_bytes *payload, const struct mst_journal_record *record, mst_uint128 last,
                       uint64_t base_ms)
{
	uint8_t *at;

	if (!mst_bytes_reserve(payload, MST_RECORD_BYTES_MAX))
		return;
	at = mst_write_varint128(payload->bytes + payload->count, record->index - last);
	at = mst_write_varint(at, record->number);
	if (record->number == 0) {
		memcpy(at, &record->shape, sizeof record->shape);
		at += sizeof record->shape;
	}
	if (record->shape.flags & MST_SHAPE_RTT)
		at = mst_write_varint(at, (uint64_t)record->rtt_ns);
	at = mst_write_varint(at, record->time_ms - base_ms);
	if (record->shape.flags & MST_SHAPE_FROM_OTHER)
		at = write_from(at, &record->from);
	if (record->shape.flags & MST_SHAPE_MAC) {
		memcpy(at, record->mac, sizeof record->mac);
		at += sizeof record->mac;
	}
	payload->count = (size_t)(at - payload->bytes);
}

void mst_block_put(struct mst_bytes *payload, struct mst_journal_block *block, struct mst_pending_records *pending,
                   const struct mst_shapes *shapes, uint8_t round)
{
	mst_uint128 last = 0;

	*block = (struct mst_journal_block){ .base_ms = UINT64_MAX, .records = pending->count, .round = round };
	for (uint32_t i = 0; i < pending->count; i++) {
		if (pending->records[i].time_ms < block->base_ms)
			block->base_ms = pending->records[i].time_ms;
	}
	mst_records_sort(pending->records, pending->order, pending->spare, pending->count);
	block->first = pending->records[pending->order[0]].index;
	mst_bytes_put_varint(payload, round);
	mst_bytes_put_varint(payload, block->base_ms);
	mst_bytes_put_varint(payload, shapes->count - pending->shapes_written);
	for (uint32_t i = pending->shapes_written; i < shapes->count; i++)
		mst_put_shape(payload, &shapes->items[i]);
	mst_bytes_put_varint(payload, pending->count);
	block->at = payload->count;
	for (uint32_t i = 0; i < pending->count; i++) {
		const struct mst_journal_record *record = &pending->records[pending->order[i]];

		put_record(payload, record, last, block->base_ms);
		last = record->index;
	}
	block->bytes = (uint32_t)(payload->count - block->at);
}

/* ---- reading ---- */

int mst_block_read(struct mst_reader *r, struct mst_journal_block *block, struct mst_shapes *shapes)
{
	size_t all = r->left;
	uint64_t count;
	int code = 0;

	*block = (struct mst_journal_block){ .round = (uint8_t)mst_read_varint_to(r, UINT8_MAX) };
	block->base_ms = mst_read_varint_to(r, UINT64_MAX / 4000000);
	count = mst_read_varint_to(r, MST_SHAPES_MAX);
	for (uint64_t i = 0; i < count && code == 0; i++) {
		struct mst_shape shape = mst_read_shape(r);

		code = r->short_read ? -EBADMSG : mst_shapes_append(shapes, &shape);
	}
	if (code < 0)
		return code;
	block->records = (uint32_t)mst_read_varint_to(r, MST_BLOCK_RECORDS);
	block->at = all - r->left;
	block->bytes = (uint32_t)r->left;
	return r->short_read || block->records == 0 ? -EBADMSG : 0;
}

static void read_from(struct mst_reader *r, struct mst_addr *from)
{
	*from = mst_read_addr(r);
}

void mst_block_next(struct mst_reader *r, struct mst_journal_record *record, mst_uint128 last, uint64_t base_ms,
                    const struct mst_shapes *shapes)
{
	record->index = last + mst_read_varint128(r);
	record->number = (uint16_t)mst_read_small_varint_to(r, shapes->count);
	if (record->index < last)
		r->short_read = true;
	record->shape = record->number ? shapes->items[record->number - 1] : mst_read_shape(r);
	if (record->shape.flags & MST_SHAPE_RTT)
		record->rtt_ns = (int64_t)mst_read_varint_to(r, INT64_MAX);
	record->time_ms = base_ms + mst_read_small_varint_to(r, UINT64_MAX / 4000000);
	if (record->shape.flags & MST_SHAPE_FROM_OTHER)
		read_from(r, &record->from);
	if (record->shape.flags & MST_SHAPE_MAC) {
		const uint8_t *mac = mst_read_bytes(r, sizeof record->mac);

		if (mac)
			memcpy(record->mac, mac, sizeof record->mac);
	}
}
