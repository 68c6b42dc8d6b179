/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * greetings.h - whether the receivers of a scan complete handshakes themselves (round/greeter.h), and what they need
 * for it: the kernel must not answer meanwhile, and each egress has one more engine. Where that is not possible,
 * connections of the kernel ask the open ports.
 */
#ifndef MST_SCAN_GREETINGS_H
#define MST_SCAN_GREETINGS_H

#include "net/port_guard.h"
#include "round/greeting.h"
#include "scan/senders.h"

struct mst_greetings {
	struct mst_port_guard *guard; /* NULL: the kernel answers, and nobody is greeted */
	struct mst_greeting of[MST_ROUNDS_MAX];
	struct mst_tx *tx[MST_ROUNDS_MAX * MST_EGRESSES_MAX];
	size_t tx_count;
	struct mst_dialogue_ports *ports;
	struct mst_error why; /* why nobody is greeted; empty where it was not wanted */
};

/* Before the captures are opened: guards the ports of these plans where their config wants banners only. */
void mst_greetings_guard(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count);

/* Opens the engines of these plans, whose hops are known. */
void mst_greetings_open(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count);

/* Of a round; NULL: nobody is greeted. */
const struct mst_greeting *mst_greetings_of(const struct mst_greetings *greetings, size_t round);

/* Also if nothing was opened. */
void mst_greetings_close(struct mst_greetings *greetings);

#endif
