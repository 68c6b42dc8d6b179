/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ports.h - open ports that wait for their conversation, in the order in which they came.
 */
#ifndef MST_CONVERSE_PORTS_H
#define MST_CONVERSE_PORTS_H

#include "converse/config.h"

/* Zero-initialised it is empty. A ring that grows. */
struct mst_open_ports {
	struct mst_open_port *of;
	size_t room; /* 0, or a power of two */
	size_t from, count;
};

/* Adds a copy at the end. -ENOMEM. */
int mst_open_ports_put(struct mst_open_ports *ports, const struct mst_open_port *port);

/* Takes the first. False: there is none. */
bool mst_open_ports_take(struct mst_open_ports *ports, struct mst_open_port *port);

void mst_open_ports_free(struct mst_open_ports *ports);

/* "reset", "closed", as MST_SERVICE_SPEAKS has them, by a number from 1 on; NULL for 0. Static. */
const char *mst_ending_word(uint8_t ending);

/* The number of a word; 0: it is none of these. */
uint8_t mst_ending_find(struct mst_service_text word);

/* Whether what is sent to it may be printed. */
bool mst_open_port_is_risky(const struct mst_open_port *port);

#endif
