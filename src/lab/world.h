/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * world.h - which hosts of the simulated network are live, and which of their ports are open: decided by a keyed hash.
 *
 * The reflector, which answers, and bench/truth, which lists the right answers, both include this file, so that the two
 * cannot differ. Shares are in units of 2^-32: a host is live when its hash is below `live`. The hash is the finaliser
 * of MurmurHash3 (A. Appleby, public domain), keyed by exclusive or.
 */
#ifndef MST_LAB_WORLD_H
#define MST_LAB_WORLD_H

#include <linux/types.h>

#define MST_WORLD_CPUS 64 /* a power of two */

struct mst_world {
	__u32 network, mask; /* host byte order */
	__u32 seed;
	__u32 sink;       /* count and drop, answer nothing */
	__u64 live, open; /* shares of addresses, and of ports of those that live; 1 << 32 is all */
};

/* Frames that arrived for the simulated addresses, and answers sent. One for each CPU, on cache lines of its own. */
struct mst_arrivals {
	__u64 syn, echo, rst, other;
	__u64 syn_ack, reset, echo_reply;
} __attribute__((aligned(64)));

static inline __u32 mst_world_mix(__u32 value)
{
	value = (value ^ value >> 16) * 0x85ebca6b;
	value = (value ^ value >> 13) * 0xc2b2ae35;
	return value ^ value >> 16;
}

static inline _Bool mst_world_lives(const volatile struct mst_world *w, __u32 addr)
{
	return mst_world_mix(addr ^ w->seed) < w->live;
}

static inline _Bool mst_world_opens(const volatile struct mst_world *w, __u32 addr, __u32 port)
{
	return mst_world_mix(mst_world_mix(addr ^ w->seed) + port * 0x9e3779b9) < w->open;
}

#endif
