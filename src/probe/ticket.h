/*
 * ticket.h - the 32 bits that an answer brings back.
 *
 *      31            28                            n          0
 *     ┌────────────────┬───────────────────────────┬──────────┐
 *     │ attempt, from 1│ zeros, to be checked      │ slot     │   XOR mask(key; address, port, protocol)
 *     └────────────────┴───────────────────────────┴──────────┘
 *
 * Who does not know the key can neither make a ticket for another address nor read one. The same keyed hash
 * gives the TCP source port, the IP identification (quoted in ICMP errors) and eight bytes of echo payload, so
 * that an answer proves itself even when its entry is long gone from the roll.
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

/* What the key makes of a question. */
struct mst_seal {
	uint64_t proof;
	uint32_t mask;
	uint16_t ip_id;     /* never 0: the kernel would fill it in */
	uint16_t port_bits; /* picks the source port */
};

static inline struct mst_seal mst_seal_of(const struct mst_key *key, const struct mst_addr *addr, uint16_t port,
                                          uint8_t proto)
{
	uint64_t about = (uint64_t)proto << 32 | (uint64_t)port << 40 | (uint64_t)addr->family << 56;
	struct mst_digest digest;
	uint16_t id;

	if (addr->family == MST_IPV4) {
		about |= mst_addr_ipv4(addr);
		digest = mst_siphash(key, &about, 1);
	} else {
		uint64_t message[3] = { 0, 0, about };

		for (int i = 0; i < 16; i++)
			message[i / 8] |= (uint64_t)addr->bytes[i] << (i % 8 * 8);
		digest = mst_siphash(key, message, 3);
	}
	id = (uint16_t)(digest.words[0] >> 32);
	return (struct mst_seal){
		.proof = digest.words[1],
		.mask = (uint32_t)digest.words[0],
		.ip_id = id ? id : 1,
		.port_bits = (uint16_t)(digest.words[0] >> 48),
	};
}

static inline uint32_t mst_ticket_write(const struct mst_seal *seal, struct mst_ticket ticket)
{
	return seal->mask ^ ((uint32_t)ticket.attempt << (32 - MST_ATTEMPT_BITS) | ticket.slot);
}

/* False when these 32 bits were never a ticket for the question of this seal, in a roll of 2^slot_bits. */
static inline bool mst_ticket_read(const struct mst_seal *seal, uint32_t bits, unsigned slot_bits,
                                   struct mst_ticket *ticket)
{
	uint32_t plain = bits ^ seal->mask;
	uint32_t low = plain & (UINT32_MAX >> MST_ATTEMPT_BITS);

	ticket->slot = low;
	ticket->attempt = (uint8_t)(plain >> (32 - MST_ATTEMPT_BITS));
	return ticket->attempt != 0 && low >> slot_bits == 0;
}

#endif
