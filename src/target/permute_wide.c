/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * permute_wide.c - the permutation of permute.c (which explains the idea) for numbers of up to 127 bits. See
 * permute_wide.h.
 *
 *     bit 127          a_bits            0
 *         ├──── right ────┼──── left ────┤        value = right × 2^a_bits + left
 *          < b ≤ 2^64       < 2^a_bits
 *
 * Each half fits in 64 bits, so the hash works on 64-bit words as in permute.c. Two things differ: the sum right +
 * f(left) may need 65 bits and is computed in 128; and a half may use all 64 bits, so all bits of the hash must be
 * well mixed.
 */
#include "target/permute_wide.h"

#include "target/permute.h"

void mst_permute_wide_init(struct mst_permute_wide *permute, mst_uint128 size, uint64_t seed)
{
	unsigned bits = 0;

	while (bits < 128 && size >> bits)
		bits++;
	permute->size = size;
	permute->a_bits = bits / 2;
	permute->b = ((size - 1) >> permute->a_bits) + 1;
	for (int i = 0; i < MST_PERMUTE_WIDE_ROUNDS; i++)
		permute->keys[i] = mst_permute_next_key(&seed);
}

/* A hash of 64 bits, each of which depends on every bit of `half` and `key`. */
static uint64_t mix(uint64_t half, uint64_t key)
{
	uint64_t z = (half ^ key) * 0xbf58476d1ce4e5b9;

	z = (z ^ z >> 32) * 0x94d049bb133111eb;
	return (z ^ z >> 29) + key;
}

/* In [0, b), b ≤ 2^64. */
static uint64_t mix_below(uint64_t half, uint64_t key, mst_uint128 b)
{
	uint64_t mixed = mix(half, key);

	return b >> 64 ? mixed : (uint64_t)((mst_uint128)mixed * (uint64_t)b >> 64);
}

static uint64_t mask_of(const struct mst_permute_wide *p)
{
	return UINT64_MAX >> (64 - p->a_bits);
}

static mst_uint128 step(const struct mst_permute_wide *p, mst_uint128 value)
{
	uint64_t left = (uint64_t)value & mask_of(p), right = (uint64_t)(value >> p->a_bits);

	for (int i = 0; i < MST_PERMUTE_WIDE_ROUNDS; i += 2) {
		mst_uint128 moved;

		left = (left + mix(right, p->keys[i])) & mask_of(p);
		moved = (mst_uint128)right + mix_below(left, p->keys[i + 1], p->b);
		right = (uint64_t)(moved >= p->b ? moved - p->b : moved);
	}
	return (mst_uint128)right << p->a_bits | left;
}

static mst_uint128 step_back(const struct mst_permute_wide *p, mst_uint128 value)
{
	uint64_t left = (uint64_t)value & mask_of(p), right = (uint64_t)(value >> p->a_bits);

	for (int i = MST_PERMUTE_WIDE_ROUNDS - 2; i >= 0; i -= 2) {
		uint64_t added = mix_below(left, p->keys[i + 1], p->b);
		mst_uint128 from = (mst_uint128)right + (right >= added ? 0 : p->b);

		right = (uint64_t)(from - added);
		left = (left - mix(right, p->keys[i])) & mask_of(p);
	}
	return (mst_uint128)right << p->a_bits | left;
}

mst_uint128 mst_permute_wide_index(const struct mst_permute_wide *permute, mst_uint128 position)
{
	do
		position = step(permute, position);
	while (position >= permute->size);
	return position;
}

mst_uint128 mst_permute_wide_position(const struct mst_permute_wide *permute, mst_uint128 index)
{
	do
		index = step_back(permute, index);
	while (index >= permute->size);
	return index;
}
