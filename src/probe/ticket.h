/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ticket.h - the 32 bits that an answer brings back.
 *
 *      31            28                            n          0
 *     ┌────────────────┬───────────────────────────┬──────────┐
 *     │ attempt, from 1│ zeros, to be checked      │ slot     │   scrambled under the seal of its question
 *     └────────────────┴───────────────────────────┴──────────┘
 *
 * The *seal* of a question is a keyed hash of address, port and protocol. A host without the key can neither make a
 * ticket for another address nor change one: a changed bit changes all others when it is unscrambled, also the zeros.
 * The *bond* is a second value, computed from ticket and seal, which other fields of the frame contain: TCP source
 * port, IP identification (quoted by ICMP errors). An echo payload contains a *proof* of the same kind, 32 bits of it.
 * With these an answer proves that it is ours even when its entry is long gone from the roll.
 */
#ifndef MST_PROBE_TICKET_H
#define MST_PROBE_TICKET_H

#include <muster/addr.h>

#include "base/siphash.h"

#define MST_ATTEMPT_BITS 4
#define MST_ATTEMPTS_MAX 15
#define MST_SLOT_BITS_MAX 24

struct mst_ticket {
	uint32_t slot;
	uint8_t attempt; /* 1..MST_ATTEMPTS_MAX */
};

/* A keyed hash of a question, and a second word computed from it. */
struct mst_seal {
	uint64_t words[2];
};

/* Values of other fields of a frame, computed from ticket and seal. */
struct mst_bond {
	uint16_t ip_id;     /* never 0: the kernel would fill it in */
	uint16_t port_bits; /* choose the source port */
};

/* A bijection of 64 bits in which every bit depends on every other (G. Steele, S.
 * Vigna: variant 13 of MurmurHash3's). */
static inline uint64_t mst_mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

static inline struct mst_seal mst_seal_of(const struct mst_key *key, const struct mst_addr *addr, uint16_t port,
                                          uint8_t proto)
{
	uint64_t about = (uint64_t)proto << 32 | (uint64_t)port << 40 | (uint64_t)addr->family << 56;
	uint64_t hash;

	if (addr->family == MST_IPV4) {
		about |= mst_addr_ipv4(addr);
		hash = mst_siphash(key, &about, 1);
	} else {
		uint64_t message[3] = { 0, 0, about };

		for (int i = 0; i < 16; i++)
			message[i / 8] |= (uint64_t)addr->bytes[i] << (i % 8 * 8);
		hash = mst_siphash(key, message, 3);
	}
	return (struct mst_seal){ { hash, mst_mix(~hash) } };
}

static inline struct mst_bond mst_bond_of(const struct mst_seal *seal, uint32_t ticket)
{
	uint64_t mixed = ((uint64_t)ticket << 32 ^ ticket ^ seal->words[0]) * 0x9e3779b97f4a7c15;
	uint16_t id = (uint16_t)(mixed >> 48);

	return (struct mst_bond){ .ip_id = id ? id : 1, .port_bits = (uint16_t)(mixed >> 32) };
}

/* The source port that a bond chooses, among `count` ports from `first` on. */
static inline uint16_t mst_bond_source_port(struct mst_bond bond, uint16_t first, uint32_t count)
{
	return (uint16_t)(first + ((uint32_t)bond.port_bits * (uint64_t)count >> 16));
}

/* The proof, of which payloads have half. */
static inline uint64_t mst_proof_of(const struct mst_seal *seal, uint32_t ticket)
{
	return mst_mix(seal->words[1] ^ ticket);
}

/* A fixed bijection of 32 bits and its inverse (C. Wellons, "hash-prospector": lowbias32), whitened on both sides
 * with the seal (S. Even, Y. Mansour 1997). */
static inline uint32_t mst_ticket_write(const struct mst_seal *seal, struct mst_ticket ticket)
{
	uint32_t x = ((uint32_t)ticket.attempt << (32 - MST_ATTEMPT_BITS) | ticket.slot) ^ (uint32_t)seal->words[0];

	x = (x ^ x >> 16) * 0x7feb352d;
	x = (x ^ x >> 15) * 0x846ca68b;
	return (x ^ x >> 16) ^ (uint32_t)seal->words[1];
}

/* False when these 32 bits were never a ticket for the question of this seal, in a roll of 2^slot_bits. */
static inline bool mst_ticket_read(const struct mst_seal *seal, uint32_t bits, unsigned slot_bits,
                                   struct mst_ticket *ticket)
{
	uint32_t x = bits ^ (uint32_t)seal->words[1];

	x = (x ^ x >> 16) * 0x43021123;
	x = (x ^ x >> 15 ^ x >> 30) * 0x1d69e2a5;
	x = (x ^ x >> 16) ^ (uint32_t)seal->words[0];
	ticket->slot = x & (UINT32_MAX >> MST_ATTEMPT_BITS);
	ticket->attempt = (uint8_t)(x >> (32 - MST_ATTEMPT_BITS));
	return ticket->attempt != 0 && ticket->slot >> slot_bits == 0;
}

#endif
