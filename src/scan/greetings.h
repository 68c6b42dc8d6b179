/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * greetings.h - whether the receivers of a scan complete handshakes themselves (round/greeter.h), and what they need
 * for it: the kernel must not answer meanwhile, and each egress has one more engine. Where that is not possible,
 * connections of the kernel ask the open ports.
 *
 * In a large scan that wants no banners, and whose frames the kernel sees, they only reset open ports themselves. For
 * each SYN-ACK the kernel would look for a socket, then for a route, and send its RST through the queue that the flow
 * hashes to, which is often another lane's: 5 µs on the CPU of the lane, where one of many in a burst takes 1 µs.
 */
#ifndef MST_SCAN_GREETINGS_H
#define MST_SCAN_GREETINGS_H

#include "net/port_guard.h"
#include "round/captures.h"
#include "round/greeting.h"
#include "scan/senders.h"

struct mst_greetings {
	struct mst_port_guard *guard; /* NULL: the kernel answers, and nobody is greeted */
	struct mst_greeting of[MST_ROUNDS_MAX];
	struct mst_tx *tx[MST_ROUNDS_MAX * MST_EGRESSES_MAX];
	size_t tx_count;
	struct mst_dialogue_ports *ports;
	bool resets_only;     /* nobody is greeted; the kernel sees no SYN-ACKs, as they are reset here */
	struct mst_error why; /* why nobody is greeted; empty where it was not wanted */
};

/* Before the captures are opened: guards the ports of these plans where their config wants banners only. */
void mst_greetings_guard(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count);

/* When they are open: guards the ports of these plans where resets of our own are worth it. Where that is not possible,
 * the kernel resets. */
void mst_greetings_guard_resets(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count,
                                const struct mst_captures *captures);

/* Whether handshakes are completed here. */
bool mst_greetings_greet(const struct mst_greetings *greetings);

/* Opens the engines of these plans, whose hops are known. */
void mst_greetings_open(struct mst_greetings *greetings, const struct mst_plan *plans, size_t count);

/* Of a round; NULL: SYN-ACKs are the kernel's. */
const struct mst_greeting *mst_greetings_of(const struct mst_greetings *greetings, size_t round);

/* Also if nothing was opened. */
void mst_greetings_close(struct mst_greetings *greetings);

#endif
