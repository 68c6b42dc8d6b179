/*
 * permute.h - a keyed bijection of [0, size): position → index, and back.
 *
 * A generalised Feistel network over a mixed radix, a × b ≥ size, with a a power of two near the root and b
 * the smallest that will do, so that walking out of the range is rare (J. Black, P. Rogaway: "Ciphers with
 * Arbitrary Finite Domains", CT-RSA 2002).
 * O(1) memory, any position in constant time; equal (seed, size) give equal orders on every machine.
 */
#ifndef MST_TARGET_PERMUTE_H
#define MST_TARGET_PERMUTE_H

#include <stdint.h>

#define MST_PERMUTE_ROUNDS 4

struct mst_permute {
	uint64_t size;
	uint64_t b;
	unsigned a_bits; /* a is 2^a_bits: splitting a value needs no division */
	uint64_t keys[MST_PERMUTE_ROUNDS];
};

/* size ≥ 1. */
void mst_permute_init(struct mst_permute *permute, uint64_t size, uint64_t seed);

/* Keys for rounds, one after the other, from a seed. */
uint64_t mst_permute_next_key(uint64_t *state);

/* position in [0, size) → index in [0, size). */
uint64_t mst_permute_index(const struct mst_permute *permute, uint64_t position);

/* The inverse. */
uint64_t mst_permute_position(const struct mst_permute *permute, uint64_t index);

#endif
