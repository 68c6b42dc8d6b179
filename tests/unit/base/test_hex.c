/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/hex.h"

#include <criterion/criterion.h>
#include <ctype.h>

Test(base_hex, every_byte_is_a_digit_exactly_when_it_is_one)
{
	for (int byte = 0; byte < 256; byte++)
		cr_expect_eq(mst_hex_digit((unsigned char)byte) >= 0, isxdigit(byte) != 0, "%d", byte);
}

Test(base_hex, digits_have_their_value_in_both_cases)
{
	cr_expect_eq(mst_hex_digit('0'), 0);
	cr_expect_eq(mst_hex_digit('9'), 9);
	cr_expect_eq(mst_hex_digit('a'), 10);
	cr_expect_eq(mst_hex_digit('F'), 15);
}
