/*
 * permute.c - see permute.h.
 *
 *     index = right × a + left         left in [0, a), right in [0, b)
 *     odd rounds   left  += f(right)   mod a
 *     even rounds  right += f(left)    mod b
 *
 * The halves stay where they are and take turns, which saves the swap of the textbook. A result outside [0, size)
 * goes in again until it is inside: the walk is as reversible as its steps.
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

/* 64 bits, of which the upper ones depend on every bit of the half and the key. */
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
