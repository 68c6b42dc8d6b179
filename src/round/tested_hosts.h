/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tested_hosts.h - which hosts were tested for answering on every port: a filter of bits (B. Bloom, "Space/time
 * trade-offs in hash coding with allowable errors", 1970; a word for each host: F. Putze, P. Sanders, J. Singler,
 * "Cache-, hash- and space-efficient Bloom filters", 2007). For the receiver only.
 *
 * A host that was added is always known. One that was not is taken for known with a chance of about 1 in 1,000 when a
 * quarter of the hosts was added, of 1 in 20 when all were; more, beyond 2^22 hosts.
 */
#ifndef MST_ROUND_TESTED_HOSTS_H
#define MST_ROUND_TESTED_HOSTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define MST_TESTED_WORDS_MAX (UINT64_C(1) << 19) /* 4 MiB */
#define MST_TESTED_HOSTS_OF_WORD 8

struct mst_tested_hosts {
	uint64_t *words; /* NULL: no host is known, whatever was added */
	uint64_t size;   /* a power of two */
};

/* Room for this many hosts; 0: none will be known. False: no memory. */
static inline bool mst_tested_hosts_open(struct mst_tested_hosts *tested, uint64_t hosts)
{
	tested->size = 1;
	while (tested->size < MST_TESTED_WORDS_MAX && tested->size * MST_TESTED_HOSTS_OF_WORD < hosts)
		tested->size *= 2;
	tested->words = hosts ? calloc(tested->size, sizeof *tested->words) : NULL;
	return tested->words || hosts == 0;
}

static inline void mst_tested_hosts_close(struct mst_tested_hosts *tested)
{
	free(tested->words);
}

/* Of a word of 64 bits, three; `key` is a hash of the host. */
static inline uint64_t mst_tested_bits(uint64_t key)
{
	return UINT64_C(1) << (key & 63) | UINT64_C(1) << (key >> 6 & 63) | UINT64_C(1) << (key >> 12 & 63);
}

static inline bool mst_tested_hosts_has(const struct mst_tested_hosts *tested, uint64_t key)
{
	uint64_t bits = mst_tested_bits(key);

	return tested->words && (tested->words[(key >> 18) & (tested->size - 1)] & bits) == bits;
}

static inline void mst_tested_hosts_add(struct mst_tested_hosts *tested, uint64_t key)
{
	if (tested->words)
		tested->words[(key >> 18) & (tested->size - 1)] |= mst_tested_bits(key);
}

#endif
