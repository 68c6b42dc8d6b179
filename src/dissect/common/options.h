/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - what the line of a packet contains.
 */
#ifndef MST_DISSECT_COMMON_OPTIONS_H
#define MST_DISSECT_COMMON_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct mst_line;
struct mst_packet;
struct mst_exchanges;

struct mst_describe {
	bool link;      /* print link headers, as tcpdump -e */
	bool quick;     /* print less of the protocol, as tcpdump -q */
	bool bytes;     /* the bytes are printed behind the line, and not in it */
	unsigned depth; /* number of tunnels around the packet; start with 0 */
	/* The name of a port, or NULL; NULL: ports are numbers. */
	const char *(*service)(void *user, uint16_t port, uint8_t protocol);
	/* The name of an interface of the machine that captures, or NULL; NULL: none has a name. */
	const char *(*interface)(void *user, uint32_t index);
	void *user;
	/* What was asked before, for replies that do not repeat it; NULL: their lines are shorter. */
	struct mst_exchanges *exchanges;
	/* Describes a packet within a packet; describe.c sets it. */
	void (*inner)(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how);
};

#endif
