/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the command line options that reflector and truth share: they describe the simulated network.
 */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "lab/world.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

/* clang-format would break the rows of this table. */
/* clang-format off */
#define WORLD_OPTIONS \
	{ "network", required_argument, NULL, 'n' }, { "live", required_argument, NULL, 'l' }, \
	{ "open", required_argument, NULL, 'o' }, { "seed", required_argument, NULL, 's' }
/* clang-format on */

/* All hosts are live, all ports open. */
static inline struct mst_world world_default(void)
{
	return (struct mst_world){ .network = 0x0a800000, .mask = 0xff800000, .live = 1ull << 32, .open = 1ull << 32 };
}

static inline __u64 world_share(const char *text)
{
	double share = atof(text);

	return (__u64)((share < 0 ? 0 : share > 1 ? 1 : share) * 4294967296.0);
}

/* Reads ADDRESS/BITS. Any other text: prints an error and exits with 2. */
static inline void world_network(struct mst_world *w, const char *text)
{
	unsigned a, b, c, d, bits;

	if (sscanf(text, "%u.%u.%u.%u/%u", &a, &b, &c, &d, &bits) != 5 || (a | b | c | d) > 255 || bits < 1 ||
	    bits > 32) {
		fprintf(stderr, "--network %s: expected an IPv4 network such as 10.128.0.0/9\n", text);
		exit(2);
	}
	w->mask = ~0u << (32 - bits);
	w->network = (a << 24 | b << 16 | c << 8 | d) & w->mask;
}

/* Returns whether the option was one of these. */
static inline int world_option(struct mst_world *w, int option, const char *text)
{
	switch (option) {
	case 'n': world_network(w, text); return 1;
	case 'l': w->live = world_share(text); return 1;
	case 'o': w->open = world_share(text); return 1;
	case 's': w->seed = (__u32)strtoul(text, NULL, 10); return 1;
	default: return 0;
	}
}

#endif
