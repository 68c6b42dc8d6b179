/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * entry.h - one outstanding question: 16 bytes in an IPv4 scan, 32 when there are IPv6 targets.
 *
 *     word    63          32 31    28 27       25 24     21 20     17 16   0
 *            ┌──────────────┬────────┬───────────┬─────────┬─────────┬──────┐
 *            │ sent (128 ns)│ attempt│ standing  │ refused │ excused │ 0    │   every change is one compare-and-swap
 *            └──────────────┴────────┴───────────┴─────────┴─────────┴──────┘
 *     target  63          32 31          16 15          0
 *            ┌──────────────┬──────────────┬─────────────┐
 *            │ IPv4 address │ port         │ gap (2^20 ns)│   written before the word says ASKED
 *            └──────────────┴──────────────┴─────────────┘
 *     wide    target  scope │ port │ gap     high, low: the address, IPv4 as ::ffff:0:0/96 (RFC 4291, section 2.5.5.2)
 *
 * `standing` only grows while an entry belongs to one target: later values are better verdicts. The thread that raises
 * it reports the verdict. `gap` is the mean time between attempts;
 * the round trip of an answer to an earlier attempt needs it.
 */
#ifndef MST_TRACK_ENTRY_H
#define MST_TRACK_ENTRY_H

#include <muster/addr.h>

#include "base/atomic.h"

/* How a target stands so far; later is better. */
enum mst_standing {
	MST_STANDING_FREE,    /* no question */
	MST_STANDING_ASKED,   /* no verdict yet */
	MST_STANDING_UNKNOWN, /* given up: the question never left, or answers may have been lost here */
	MST_STANDING_SILENT,  /* given up: down, or filtered silently */
	MST_STANDING_ERROR,   /* an ICMP error: unreachable, or filtered with one */
	MST_STANDING_CLOSED,  /* a port that refused */
	MST_STANDING_BEST,    /* up, or open: nothing can improve it */
};

struct mst_entry {
	_Atomic uint64_t word;
	_Atomic uint64_t target;
};

/* Behind the entry of a wide roll. */
struct mst_entry_addr {
	_Atomic uint64_t high, low;
};

_Static_assert(sizeof(struct mst_entry) == 16, "an outstanding IPv4 question costs sixteen bytes");
_Static_assert(sizeof(struct mst_entry_addr) == sizeof(struct mst_entry),
               "an IPv6 question has two places of the array");

#define MST_TICK_SHIFT 7 /* a tick is 128 ns. Ticks wrap after nine minutes; comparisons are signed: ±4.5 min */
#define MST_GAP_SHIFT 20

static inline uint32_t mst_ticks(uint64_t ns)
{
	return (uint32_t)(ns >> MST_TICK_SHIFT);
}

/* The moment of these ticks that is nearest to another. */
static inline uint64_t mst_ns_of_ticks(uint32_t ticks, uint64_t near_ns)
{
	int64_t off = (int32_t)(ticks - mst_ticks(near_ns));

	return (uint64_t)((int64_t)(near_ns >> MST_TICK_SHIFT) + off) << MST_TICK_SHIFT;
}

static inline uint64_t mst_word(uint32_t sent, unsigned attempt, enum mst_standing standing, unsigned refused)
{
	return (uint64_t)sent << 32 | (uint64_t)attempt << 28 | (uint64_t)standing << 25 | (uint64_t)refused << 21;
}

static inline uint32_t mst_word_sent(uint64_t word)
{
	return (uint32_t)(word >> 32);
}

static inline unsigned mst_word_attempt(uint64_t word)
{
	return (unsigned)(word >> 28) & 15;
}

static inline enum mst_standing mst_word_standing(uint64_t word)
{
	return (enum mst_standing)(word >> 25 & 7);
}

/* How many of the attempts this machine refused to send. */
static inline unsigned mst_word_refused(uint64_t word)
{
	return (unsigned)(word >> 21) & 15;
}

/* How many of the others prove nothing: this machine may have lost the answers to them. */
static inline unsigned mst_word_excused(uint64_t word)
{
	return (unsigned)(word >> 17) & 15;
}

/* The number of this attempt among those that prove something. */
static inline unsigned mst_word_proving(uint64_t word, unsigned attempt)
{
	unsigned void_ones = mst_word_refused(word) + mst_word_excused(word);

	return void_ones < attempt ? attempt - void_ones : 1;
}

static inline uint64_t mst_word_with_standing(uint64_t word, enum mst_standing standing)
{
	return (word & ~(UINT64_C(7) << 25)) | (uint64_t)standing << 25;
}

#define MST_WORD_ABSENT (UINT64_C(1) << 16) /* a router reported that it finds no such host, to the first attempt */

/* The same question, asked at another time. */
static inline uint64_t mst_word_asked(uint64_t word, uint32_t sent, unsigned attempt)
{
	return mst_word(sent, attempt, MST_STANDING_ASKED, mst_word_refused(word)) |
	       (word & (UINT64_C(15) << 17 | MST_WORD_ABSENT));
}

static inline uint64_t mst_word_refused_once_more(uint64_t word)
{
	return word + (UINT64_C(1) << 21);
}

static inline uint64_t mst_word_excused_once_more(uint64_t word)
{
	return word + (UINT64_C(1) << 17);
}

#define MST_MAPPED_IPV4 (UINT64_C(0xffff) << 32)

/* The target of an entry, as it is stored there, without the gap; high and low are 0 in a narrow roll. */
struct mst_entry_key {
	uint64_t target, high, low;
};

static inline struct mst_entry_key mst_entry_key(const struct mst_addr *addr, uint16_t port, bool wide)
{
	mst_uint128 number = mst_addr_ipv6(addr);
	uint64_t ipv4 = mst_addr_ipv4(addr);

	if (!wide)
		return (struct mst_entry_key){ .target = ipv4 << 32 | (uint64_t)port << 16 };
	return (struct mst_entry_key){
		.target = (uint64_t)addr->scope << 32 | (uint64_t)port << 16,
		.high = (uint64_t)(number >> 64),
		.low = addr->family == MST_IPV4 ? MST_MAPPED_IPV4 | ipv4 : (uint64_t)number,
	};
}

/* In a roll that is wide. Out of line: with it, the next would save registers for each IPv4 address, too. */
struct mst_addr mst_entry_key_wide_addr(const struct mst_entry_key *key);

static inline struct mst_addr mst_entry_key_addr(const struct mst_entry_key *key, bool wide)
{
	return wide ? mst_entry_key_wide_addr(key) : mst_addr_from_ipv4((uint32_t)(key->target >> 32));
}

static inline uint16_t mst_entry_key_port(const struct mst_entry_key *key)
{
	return (uint16_t)(key->target >> 16);
}

#endif
