/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * permute.c - visits 0 … size - 1 in an order that looks random, without a list of what was visited. See permute.h.
 *
 * 1. The numbers stand in a grid of a columns and b rows: a number is right × a + left. With size = 10, a is 4, b is 3:
 *
 *                 left   0   1   2   3
 *                      ┌────────────────
 *        right   0     │ 0   1   2   3
 *                1     │ 4   5   6   7
 *                2     │ 8   9  (10)(11)         two cells are not in [0, size)
 *
 * 2. A round rotates every row, each by its own amount. The next round rotates every column, each by its own amount:
 *
 *        rows: left += f(right) mod a                columns: right += f(left) mod b
 *
 *        by 1  │ 3   0   1   2                             │ 5   0   10  4
 *        by 3  │ 5   6   7   4           ──────►           │ 8   6   1   11
 *        by 0  │ 8   9   10  11                            │ 3   9   7   2
 *                                                     by     2   0   1   2
 *
 *    A rotation only moves numbers to other cells, and rotating back undoes it. So two numbers never meet in one cell,
 *    whatever the amounts are: they come from a hash of the row (or column) and a key. Four rounds mix well enough.
 *    This is a Feistel network whose halves take turns in place; textbooks swap the halves instead.
 *
 * 3. The number n now stands in a cell, and the number of that cell is the result: 0 stands in cell 1, so 0 → 1.
 *    A result outside [0, size) goes through the rounds again ("cycle walking"):
 *
 *        position   0   1   2         3   4   5   6   7         8   9
 *        grid       1   6   11 → 7    8   3   0   5   10 → 2    4   9
 *        index      1   6   7         8   3   0   5   2         4   9
 *
 *    Each cell has one predecessor, so two walks cannot end in the same cell. A walk ends: at the latest it would come
 *    back to its own start, which is inside. Fewer than a of the a × b cells are outside, so walks are rare.
 *
 * The way back (index → position) runs the rounds in reverse order with subtractions.
 */
#include "target/permute.h"

struct halves {
	uint64_t left, right;
};

/* SplitMix64 (G. Steele, D. Lea, C. Flood: "Fast Splittable Pseudorandom Number Generators", 2014). */
uint64_t mst_permute_next_key(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

void mst_permute_init(struct mst_permute *permute, uint64_t size, uint64_t seed)
{
	unsigned bits = 64 - (unsigned)__builtin_clzll(size);

	permute->size = size;
	permute->a_bits = bits / 2;
	permute->b = ((size - 1) >> permute->a_bits) + 1;
	for (int i = 0; i < MST_PERMUTE_ROUNDS; i++)
		permute->keys[i] = mst_permute_next_key(&seed);
}

/* A hash of 64 bits. Its upper half depends on every bit of `half` and `key`; only that is used. */
static inline uint64_t mix(uint64_t half, uint64_t key)
{
	uint64_t z = (half ^ key) * 0xbf58476d1ce4e5b9;

	return (z ^ z >> 32) * 0x94d049bb133111eb;
}

static inline uint64_t mix_below(uint64_t half, uint64_t key, uint64_t limit)
{
	return (uint64_t)((unsigned __int128)mix(half, key) * limit >> 64);
}

static inline struct halves split(const struct mst_permute *p, uint64_t value)
{
	uint64_t mask = (UINT64_C(1) << p->a_bits) - 1;

	return (struct halves){ value & mask, value >> p->a_bits };
}

static inline uint64_t step(const struct mst_permute *p, uint64_t value)
{
	struct halves h = split(p, value);
	uint64_t mask = (UINT64_C(1) << p->a_bits) - 1;

	for (int i = 0; i < MST_PERMUTE_ROUNDS; i += 2) {
		h.left = (h.left + (mix(h.right, p->keys[i]) >> 32)) & mask;
		h.right += mix_below(h.left, p->keys[i + 1], p->b);
		h.right -= h.right >= p->b ? p->b : 0;
	}
	return h.right << p->a_bits | h.left;
}

static inline uint64_t step_back(const struct mst_permute *p, uint64_t value)
{
	struct halves h = split(p, value);
	uint64_t mask = (UINT64_C(1) << p->a_bits) - 1;

	for (int i = MST_PERMUTE_ROUNDS - 2; i >= 0; i -= 2) {
		uint64_t added = mix_below(h.left, p->keys[i + 1], p->b);

		h.right += h.right >= added ? 0 : p->b;
		h.right -= added;
		h.left = (h.left - (mix(h.right, p->keys[i]) >> 32)) & mask;
	}
	return h.right << p->a_bits | h.left;
}

uint64_t mst_permute_index(const struct mst_permute *permute, uint64_t position)
{
	do
		position = step(permute, position);
	while (position >= permute->size);
	return position;
}

uint64_t mst_permute_position(const struct mst_permute *permute, uint64_t index)
{
	do
		index = step_back(permute, index);
	while (index >= permute->size);
	return index;
}

void mst_permute_indices(const struct mst_permute *permute, uint64_t *positions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		positions[i] = step(permute, positions[i]);
	for (size_t i = 0; i < count; i++) {
		while (positions[i] >= permute->size)
			positions[i] = step(permute, positions[i]);
	}
}

void mst_permute_positions(const struct mst_permute *permute, uint64_t *indices, size_t count)
{
	for (size_t i = 0; i < count; i++)
		indices[i] = step_back(permute, indices[i]);
	for (size_t i = 0; i < count; i++) {
		while (indices[i] >= permute->size)
			indices[i] = step_back(permute, indices[i]);
	}
}
