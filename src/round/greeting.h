/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * greeting.h - what a scan gives its rounds to complete handshakes without the kernel's TCP, which does not see the
 * answers (net/port_guard.h, rx/xdp_shared.h), or only to reset open ports for a fifth of what that costs the kernel.
 */
#ifndef MST_ROUND_GREETING_H
#define MST_ROUND_GREETING_H

#include "dialogue/ports.h"
#include "plan/egress.h"
#include "tx/tx.h"

struct mst_greeting {
	struct mst_tx *tx[MST_EGRESSES_MAX]; /* by number of the egress: with tails, the receiver's alone */
	bool resets_only;                    /* nobody is greeted, and what follows is not set */
	unsigned per_host;                   /* handshakes with one host at once, at most */
	uint64_t timeout_ns;                 /* of a silence */
	bool risky_ports;                    /* those of printers, too */
	const struct mst_dialogue_ports *ports;
};

/* Whether an open port is greeted; it is left to connections of the kernel if not. */
bool mst_greeting_wants(const struct mst_greeting *greeting, uint16_t port);

#endif
