/* SPDX-License-Identifier: BSD-2-Clause */
/* test_block.c - records are sorted by index, and come back out of their bytes. */
#include "journal/block.h"

#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

static void check_sorted(const struct mst_journal_record *records, const uint64_t *order, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		mst_uint128 before = records[order[i - 1]].index, here = records[order[i]].index;

		cr_assert(before < here || (before == here && order[i - 1] < order[i]));
	}
}

Test(journal_block, records_are_sorted_and_those_of_one_index_keep_their_order)
{
	static const uint32_t counts[] = { 1, 2, 3, 100, 513, 5000 };
	struct mst_journal_record *records = calloc(5000, sizeof *records);
	uint64_t order[5000], spare[5000];
	uint64_t dice = 5;

	for (unsigned bits = 3; bits <= 120; bits += 13) {
		for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
			for (uint32_t i = 0; i < counts[c]; i++)
				records[i].index = ((mst_uint128)dice_roll(&dice) << 64 | dice_roll(&dice)) >>
				                   (128 - bits);
			mst_records_sort(records, order, spare, counts[c]);
			check_sorted(records, order, counts[c]);
		}
	}
	free(records);
}

Test(journal_block, records_come_back)
{
	struct mst_pending_records pending = { 0 };
	struct mst_shapes shapes = { 0 }, read_shapes = { 0 };
	struct mst_journal_record record = { 0 };
	struct mst_bytes bytes = { 0 };
	struct mst_journal_block block, read;
	mst_uint128 last = 0;
	struct mst_reader r;

	cr_assert_eq(mst_pending_open(&pending), 0);
	for (uint32_t i = 0; i < 1000; i++) {
		struct mst_journal_record *next = &pending.records[pending.count++];

		*next = (struct mst_journal_record){
			.index = (mst_uint128)(i * 7919 % 1000) << (i % 2 ? 0 : 100),
			.time_ms = 5000 + i,
			.rtt_ns = i,
			.from = mst_addr_from_ipv6(i, 0),
		};
		next->shape = (struct mst_shape){ .state = MST_UP,
			                          .ttl = (uint8_t)(i % 9),
			                          .flags = (uint8_t)(i % 3 ? MST_SHAPE_RTT | MST_SHAPE_MAC
			                                                   : MST_SHAPE_FROM_OTHER) };
		next->number = i % 10 ? mst_shapes_number(&shapes, &next->shape) : 0;
		next->mac[0] = (uint8_t)i;
	}
	mst_block_put(&bytes, &block, &pending, &shapes, 1);
	r = mst_reader_over(bytes.bytes, bytes.count);
	cr_assert_eq(mst_block_read(&r, &read, &read_shapes), 0);
	cr_assert(read.records == 1000 && read.base_ms == 5000 && read.round == 1 && read.at == block.at &&
	          read.bytes == block.bytes && read_shapes.count == shapes.count);
	for (uint32_t i = 0; i < 1000; i++) {
		const struct mst_journal_record *was = &pending.records[pending.order[i]];

		mst_block_next(&r, &record, last, read.base_ms, &read_shapes);
		cr_assert(!r.short_read);
		cr_assert(record.index == was->index && record.time_ms == was->time_ms);
		cr_assert(memcmp(&record.shape, &was->shape, sizeof record.shape) == 0);
		cr_assert(!(record.shape.flags & MST_SHAPE_RTT) || record.rtt_ns == was->rtt_ns);
		cr_assert(!(record.shape.flags & MST_SHAPE_MAC) || record.mac[0] == was->mac[0]);
		cr_assert(!(record.shape.flags & MST_SHAPE_FROM_OTHER) || mst_addr_equal(&record.from, &was->from));
		last = record.index;
	}
	cr_assert_eq(r.left, 0);
	mst_bytes_free(&bytes);
	mst_shapes_free(&shapes);
	mst_shapes_free(&read_shapes);
	mst_pending_free(&pending);
}
