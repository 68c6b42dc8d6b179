/* SPDX-License-Identifier: BSD-2-Clause */
/* test_checksum.c - the Internet checksum. */
#include "wire/checksum.h"

#include <criterion/criterion.h>

Test(wire_checksum, agrees_with_the_example_of_rfc_1071)
{
	static const uint8_t bytes[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };

	cr_expect_eq(mst_sum_bytes(0, bytes, 8), 0x2ddf0);
	cr_expect_eq(mst_sum_fold(mst_sum_bytes(0, bytes, 8)), 0xddf2);
	cr_expect_eq(mst_checksum(mst_sum_bytes(0, bytes, 8)), 0x220d);
	cr_expect_eq(mst_sum_bytes(0, bytes, 3), 0xf201, "an odd byte is padded at its right");
}

Test(wire_checksum, patching_a_word_equals_summing_anew)
{
	uint64_t random = 1;

	for (int i = 0; i < 100000; i++) {
		uint8_t bytes[8];
		uint16_t before, old, new;

		random = random * 6364136223846793005u + 1442695040888963407u;
		for (int b = 0; b < 8; b++)
			bytes[b] = (uint8_t)(random >> (b * 8));
		bytes[0] |= 1; /* never all zeros: the only sum with two forms */
		new = (uint16_t)(i % 3 == 0 ? 0 : i % 3 == 1 ? 0xffff : random >> 24);
		old = (uint16_t)(bytes[2] << 8 | bytes[3]);
		before = mst_checksum(mst_sum_bytes(0, bytes, 8));
		bytes[2] = (uint8_t)(new >> 8);
		bytes[3] = (uint8_t) new;
		cr_assert_eq(mst_checksum_patch(before, old, new), mst_checksum(mst_sum_bytes(0, bytes, 8)));
	}
}

Test(wire_checksum, the_largest_packet_does_not_overflow_the_sum)
{
	static uint8_t bytes[65535];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = 0xff;
	cr_expect_eq(mst_checksum(mst_sum_bytes(0, bytes, 65534)), 0);
}
