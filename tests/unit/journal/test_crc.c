/* SPDX-License-Identifier: BSD-2-Clause */
/* test_crc.c - CRC32C against values of RFC 3720, section B.4. */
#include "journal/crc.h"

#include <criterion/criterion.h>

Test(journal_crc, is_that_of_the_rfc)
{
	uint8_t bytes[32] = { 0 };

	cr_expect_eq(mst_crc32c(0, bytes, 32), 0x8a9136aa);
	cr_expect_eq(mst_crc32c_plain(0, bytes, 32), 0x8a9136aa);
	for (unsigned i = 0; i < 32; i++)
		bytes[i] = (uint8_t)i;
	cr_expect_eq(mst_crc32c(0, bytes, 32), 0x46dd794e);
	cr_expect_eq(mst_crc32c_plain(0, bytes, 32), 0x46dd794e);
	cr_expect_eq(mst_crc32c(0, "123456789", 9), 0xe3069283);
}

Test(journal_crc, goes_on_where_it_ended)
{
	const char text[] = "every record proves that it is whole";

	for (size_t cut = 0; cut < sizeof text; cut++) {
		uint32_t first = mst_crc32c(0, text, cut);

		cr_expect_eq(mst_crc32c(first, text + cut, sizeof text - cut), mst_crc32c(0, text, sizeof text));
		cr_expect_eq(mst_crc32c_plain(first, text + cut, sizeof text - cut), mst_crc32c(0, text, sizeof text));
	}
}
