/* SPDX-License-Identifier: BSD-2-Clause */
/* test_bytes.c - varints come back, and bad ones are refused. */
#include "journal/bytes.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(journal_bytes, varints_of_every_length_come_back)
{
	struct mst_bytes bytes = { 0 };
	struct mst_reader r;

	for (unsigned bit = 0; bit < 128; bit++) {
		mst_bytes_put_varint128(&bytes, (mst_uint128)1 << bit);
		mst_bytes_put_varint128(&bytes, ((mst_uint128)1 << bit) - 1);
		mst_bytes_put_varint(&bytes, UINT64_MAX >> bit % 64);
	}
	mst_bytes_put_varint128(&bytes, ~(mst_uint128)0);
	r = mst_reader_over(bytes.bytes, bytes.count);
	for (unsigned bit = 0; bit < 128; bit++) {
		cr_assert(mst_read_varint128(&r) == (mst_uint128)1 << bit);
		cr_assert(mst_read_varint128(&r) == ((mst_uint128)1 << bit) - 1);
		cr_assert_eq(mst_read_varint(&r), UINT64_MAX >> bit % 64);
	}
	cr_assert(mst_read_varint128(&r) == ~(mst_uint128)0);
	cr_assert(!r.short_read && r.left == 0 && !bytes.failed);
	mst_bytes_free(&bytes);
}

Test(journal_bytes, a_varint_is_the_same_whatever_follows_it)
{
	for (unsigned bit = 0; bit < 64; bit++) {
		for (size_t behind = 0; behind < 9; behind++) {
			uint64_t value = UINT64_C(0xb7e151628aed2a6b) >> bit;
			struct mst_bytes bytes = { 0 };
			struct mst_reader r;

			mst_bytes_put_varint(&bytes, value);
			for (size_t i = 0; i < behind; i++)
				mst_bytes_put_u8(&bytes, 0xff);
			r = mst_reader_over(bytes.bytes, bytes.count);
			cr_expect_eq(mst_read_varint(&r), value);
			cr_expect(!r.short_read && r.left == behind);
			r = mst_reader_over(bytes.bytes, bytes.count);
			cr_expect_eq(mst_read_small_varint_to(&r, value), value);
			cr_expect(!r.short_read && r.left == behind);
			r = mst_reader_over(bytes.bytes, bytes.count);
			cr_expect(mst_read_small_varint_to(&r, value - 1) == 0 && r.short_read);
			mst_bytes_free(&bytes);
		}
	}
}

Test(journal_bytes, a_varint_that_does_not_fit_is_refused)
{
	const uint8_t long_one[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 };
	const uint8_t endless[20] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		                      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct mst_reader r = mst_reader_over(long_one, sizeof long_one);

	cr_expect(mst_read_varint(&r) == 0 && r.short_read);
	r = mst_reader_over(endless, sizeof endless);
	cr_expect(mst_read_varint(&r) == 0 && r.short_read);
	r = mst_reader_over(endless, sizeof endless);
	cr_expect(mst_read_varint128(&r) == 0 && r.short_read);
	r = mst_reader_over(long_one, 3);
	mst_read_varint(&r);
	cr_expect(r.short_read);
}

Test(journal_bytes, texts_and_addresses_come_back)
{
	struct mst_addr v4 = mst_addr_from_ipv4(0x0a000001), v6 = mst_addr_from_ipv6((mst_uint128)0xfe80 << 112 | 1, 3),
			read;
	struct mst_bytes bytes = { 0 };
	struct mst_reader r;
	char *text;

	mst_bytes_put_text(&bytes, "words");
	mst_bytes_put_text(&bytes, NULL);
	mst_bytes_put_addr(&bytes, &v4);
	mst_bytes_put_addr(&bytes, &v6);
	mst_bytes_put_double(&bytes, 0.25);
	r = mst_reader_over(bytes.bytes, bytes.count);
	text = mst_read_text(&r);
	cr_expect_str_eq(text, "words");
	free(text);
	text = mst_read_text(&r);
	cr_expect_str_eq(text, "");
	free(text);
	read = mst_read_addr(&r);
	cr_expect(mst_addr_equal(&read, &v4));
	read = mst_read_addr(&r);
	cr_expect(mst_addr_equal(&read, &v6));
	cr_expect_eq(mst_read_double(&r), 0.25);
	cr_expect(!r.short_read && r.left == 0);
	mst_bytes_free(&bytes);
}

Test(journal_bytes, a_text_with_a_nul_or_beyond_the_end_is_refused)
{
	const uint8_t with_nul[] = { 3, 'a', 0, 'b' }, beyond[] = { 4, 'a', 'b', 'c' };
	struct mst_reader r = mst_reader_over(with_nul, sizeof with_nul);

	cr_expect(!mst_read_text(&r) && r.short_read);
	r = mst_reader_over(beyond, sizeof beyond);
	cr_expect(!mst_read_text(&r) && r.short_read);
}
