/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * permute_wide.h - the keyed bijection of permute.h for sizes of 2^63 and more, such as IPv6 prefixes. A third slower.
 */
#ifndef MST_TARGET_PERMUTE_WIDE_H
#define MST_TARGET_PERMUTE_WIDE_H

#include <muster/addr.h>

#define MST_PERMUTE_WIDE_ROUNDS 4

struct mst_permute_wide {
	mst_uint128 size, b; /* a × b ≥ size; b ≤ 2^64 */
	unsigned a_bits;     /* a is 2^a_bits, 1..64 */
	uint64_t keys[MST_PERMUTE_WIDE_ROUNDS];
};

/* size ≥ 4. */
void mst_permute_wide_init(struct mst_permute_wide *permute, mst_uint128 size, uint64_t seed);

/* position in [0, size) → index in [0, size), and back. */
mst_uint128 mst_permute_wide_index(const struct mst_permute_wide *permute, mst_uint128 position);
mst_uint128 mst_permute_wide_position(const struct mst_permute_wide *permute, mst_uint128 index);

#endif
