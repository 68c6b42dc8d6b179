/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * opening.h - what is said first to a port, in one segment: the first words of the dialogue that is usual there, those
 * of HTTP where none is. Pure.
 */
#ifndef MST_HANDSHAKE_OPENING_H
#define MST_HANDSHAKE_OPENING_H

#include <muster/addr.h>

#include "dialogue/ports.h"

#define MST_OPENING_BYTES 512

struct mst_opening {
	bool listens; /* the server may speak first */
	uint16_t size;
	uint8_t bytes[MST_OPENING_BYTES];
};

/* Whether one segment is enough to say it: not at ports where TLS is usual. */
bool mst_opening_fits(const struct mst_dialogue_ports *ports, uint16_t port);

/* Writes that of a port that fits. The same each time. `host`: the name of the target; NULL: it was an address. */
void mst_opening_write(struct mst_opening *opening, const struct mst_dialogue_ports *ports, const struct mst_addr *addr,
                       uint16_t port, const char *host);

#endif
