/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ports.h - which dialogue is usual at each port: the lists of all dialogues, read once. Constant from then on.
 */
#ifndef MST_DIALOGUE_PORTS_H
#define MST_DIALOGUE_PORTS_H

#include "dialogue/dialogue.h"

struct mst_dialogue_ports {
	uint8_t of[2][65536]; /* TCP, UDP; the row of the table, from 1, and a bit: it listens in TLS; 0: none */
};

/* Zeroed before. */
void mst_dialogue_ports_fill(struct mst_dialogue_ports *ports);

/* The dialogue for this port, NULL: none is known. *in_tls: it listens in TLS there. */
const struct mst_dialogue *mst_dialogue_for_port(const struct mst_dialogue_ports *ports, uint16_t port, bool udp,
                                                 bool *in_tls);

#endif
