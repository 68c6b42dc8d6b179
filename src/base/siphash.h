/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * siphash.h - SipHash-1-3, for short messages of whole words.
 *
 * J.-P. Aumasson, D. J. Bernstein: "SipHash: a fast short-input PRF" (2012). The variant with one and three rounds
 * is used for the hash tables of Linux (hsiphash), Rust and Python. The full SipHash-2-4 would cost 5 ns more per
 * frame; the shorter one is enough, because each target sees only the hash of its own question. Inline: it runs for
 * every frame sent or received.
 */
#ifndef MST_BASE_SIPHASH_H
#define MST_BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

struct mst_key {
	uint64_t words[2];
};

static inline uint64_t mst_rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline void mst_sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = mst_rotate(v[1], 13) ^ v[0];
	v[0] = mst_rotate(v[0], 32);
	v[2] += v[3];
	v[3] = mst_rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = mst_rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = mst_rotate(v[1], 17) ^ v[2];
	v[2] = mst_rotate(v[2], 32);
}

static inline void mst_sip_absorb(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	mst_sip_round(v);
	v[0] ^= word;
}

/* `count` words of the message, each the little-endian value of eight bytes. */
static inline uint64_t mst_siphash(const struct mst_key *key, const uint64_t *message, size_t count)
{
	uint64_t v[4] = {
		key->words[0] ^ 0x736f6d6570736575,
		key->words[1] ^ 0x646f72616e646f6d,
		key->words[0] ^ 0x6c7967656e657261,
		key->words[1] ^ 0x7465646279746573,
	};

	for (size_t i = 0; i < count; i++)
		mst_sip_absorb(v, message[i]);
	mst_sip_absorb(v, (uint64_t)(count * 8) << 56);
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		mst_sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

#endif
