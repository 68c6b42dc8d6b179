/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * permute.h - a keyed bijection of [0, size): position → index, and back.
 *
 * A generalised Feistel network over a grid of a × b ≥ size cells: a is a power of two near the square root of size,
 * b the smallest that is enough (J. Black, P. Rogaway: "Ciphers with Arbitrary Finite Domains", CT-RSA 2002).
 * permute.c explains it. Constant memory, constant time for any position; equal (seed, size) give equal orders on
 * every machine.
 */
#ifndef MST_TARGET_PERMUTE_H
#define MST_TARGET_PERMUTE_H

#include <stddef.h>
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

/* The next key for a round; `state` starts as the seed. */
uint64_t mst_permute_next_key(uint64_t *state);

/* position in [0, size) → index in [0, size). */
uint64_t mst_permute_index(const struct mst_permute *permute, uint64_t position);

/* The inverse. */
uint64_t mst_permute_position(const struct mst_permute *permute, uint64_t index);

/* The same for many numbers, in place: a third of the time, as the processor works at several of them at once. */
void mst_permute_indices(const struct mst_permute *permute, uint64_t *positions, size_t count);
void mst_permute_positions(const struct mst_permute *permute, uint64_t *indices, size_t count);

#endif
