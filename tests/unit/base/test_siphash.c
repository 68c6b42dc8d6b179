/* SPDX-License-Identifier: BSD-2-Clause */
/* test_siphash.c - SipHash-1-3; the expected hashes are those of `openssl mac … SIPHASH`
 * with size:8 c-rounds:1 d-rounds:3. */
#include "base/siphash.h"

#include <criterion/criterion.h>

/* Key and message are 00 01 02 …, as in the authors' vectors. */
static const struct mst_key key = { { 0x0706050403020100, 0x0f0e0d0c0b0a0908 } };
static const uint64_t message[] = { 0x0706050403020100, 0x0f0e0d0c0b0a0908, 0x1716151413121110 };

Test(base_siphash, agrees_with_openssl_for_whole_words)
{
	cr_expect_eq(mst_siphash(&key, message, 0), 0xabac0158050fc4dc);
	cr_expect_eq(mst_siphash(&key, message, 1), 0x369095118d299a8e);
	cr_expect_eq(mst_siphash(&key, message, 3), 0xf464aeb267349c8c);
}
