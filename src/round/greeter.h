/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * greeter.h - handshakes with open ports, completed by the receiver: what a port says first goes with an amendment to
 * the reporter. The receiver's thread.
 *
 *     SYN-ACK ─► mst_greeter_meet ─┐                      ┌─► frames: ACK, opening, RST
 *     segment ─► mst_greeter_take ─┼─► struct mst_handshake ┤
 *     time ────► mst_greeter_turn ─┘                      └─► told: data, silent, reset, …
 *
 * Since the kernel does not see SYN-ACKs, all that are not greeted are reset here, as the kernel would.
 */
#ifndef MST_ROUND_GREETER_H
#define MST_ROUND_GREETER_H

#include "handshake/handshakes.h"
#include "handshake/opening.h"
#include "round/greeting.h"
#include "round/recognise.h"
#include "round/shared.h"

/* Zero-initialised it greets nobody, and resets nothing. */
struct mst_greeter {
	const struct mst_greeting *greeting; /* NULL: the kernel sees and resets SYN-ACKs */
	struct mst_shared *shared;
	bool greets; /* the round asks ports by SYN; others only reset */
	bool ending; /* no new ones */
	struct mst_handshake_waits waits;
	struct mst_handshakes handshakes;
	const struct mst_handshake *opens;  /* whose opening that is; NULL: nobody's */
	struct mst_opening opening;         /* being sent */
	uint32_t waiting[MST_EGRESSES_MAX]; /* frames in the engine of each egress */
	uint32_t rooms[MST_EGRESSES_MAX];   /* of tails that were taken */
	uint32_t now_ms, looked_ms;
	uint32_t changed; /* handshakes that began or ended in this turn */
};

/* `greeting` may be NULL. Zeroed before. -ENOMEM with a sentence. */
int mst_greeter_open(struct mst_greeter *greeter, const struct mst_greeting *greeting, struct mst_shared *shared,
                     struct mst_error *err);
void mst_greeter_close(struct mst_greeter *greeter);

/* An answer that was believed: of interest are SYN-ACKs. */
void mst_greeter_meet(struct mst_greeter *greeter, const struct mst_view *view, const struct mst_recognised *found);

/* Whether a frame is a segment of a handshake, or came too late for one; false: it may be an answer. */
bool mst_greeter_take(struct mst_greeter *greeter, const struct mst_view *view, uint64_t now_ns);

/* In each turn of the receiver: those whose time has come, then the frames leave; whether lanes pause. */
void mst_greeter_turn(struct mst_greeter *greeter, uint64_t now_ns);

/* Greets nobody from now on; before the first frame. */
void mst_greeter_leave(struct mst_greeter *greeter);

/* No more are begun. Returns whether some are not over yet. */
bool mst_greeter_end(struct mst_greeter *greeter);

#endif
