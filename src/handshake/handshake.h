/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handshake.h - one connection that the receiver completes itself, without the kernel's TCP, up to the first segment of
 * the answer (RFC 9293). Pure: segments in, what to send out.
 *
 *     SYN-ACK ─► ACK ─► listen ─┬─► data, FIN or RST ─► told, closed by a RST
 *                               └─► the opening of the port ─► data, FIN or RST, or silence ─► told, closed
 *
 * Segments in order only: one that comes too early is asked for again. What was sent and is not acknowledged is sent
 * again. A window of zero is waited for.
 */
#ifndef MST_HANDSHAKE_HANDSHAKE_H
#define MST_HANDSHAKE_HANDSHAKE_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>

#include "wire/frame.h"

/* What a port did after the handshake; the words of MST_SERVICE_SPEAKS. */
enum mst_port_act { MST_ACT_NOTHING, MST_ACT_DATA, MST_ACT_SILENT, MST_ACT_RESET, MST_ACT_ZERO_WINDOW, MST_ACT_CLOSED };

/* How long is waited, in milliseconds. */
struct mst_handshake_waits {
	uint32_t listen_ms;  /* until the opening is sent, where the server may speak first */
	uint32_t silence_ms; /* until a silence is one */
	uint32_t again_ms;   /* until what is not acknowledged is sent for the second time */
};

struct mst_handshake {
	struct mst_addr addr;
	uint16_t port, our_port;
	uint16_t opening;              /* bytes of it; 0: nothing is ever sent */
	uint16_t route;                /* of its frames: the owner's */
	uint32_t lane;                 /* likewise */
	uint32_t sent;                 /* the number of our first byte */
	uint32_t wanted;               /* the number of the byte that comes next */
	uint32_t stamp, echo;          /* of option timestamps, where both sides have it; stamp 0: they do not */
	uint32_t until_ms, end_ms;     /* when something is to be done; when it is over */
	uint32_t next;                 /* the table's */
	uint8_t tries;                 /* how often the opening was sent */
	uint8_t scale;                 /* of our windows; the owner's, 0 where they do not scale */
	bool asks, acknowledged, shut; /* the opening is sent now; it has arrived; the window is zero */
	bool again;                    /* something was sent again: a frame was lost, or came late */
};
_Static_assert(sizeof(struct mst_handshake) <= 96, "many wait at once");

/* What is to be done after an event. */
struct mst_handshake_step {
	bool acknowledge;  /* send what was not acknowledged yet, or a bare ACK */
	bool with_opening; /* … with the opening */
	bool reset;        /* send a RST with the number `reset_seq` */
	uint32_t reset_seq;
	enum mst_port_act act; /* MST_ACT_NOTHING: it goes on; else it is over */
	const uint8_t *bytes;  /* of MST_ACT_DATA: the first, into the segment */
	size_t size;
};

/*
 * A SYN-ACK came, for the first time. `handshake` has address, ports, opening, route, lane and scale; the rest is set.
 * `listens`: the server speaks first, so that nothing is sent in the first waits->listen_ms.
 */
struct mst_handshake_step mst_handshake_begin(struct mst_handshake *handshake, const struct mst_tcp_view *segment,
                                              bool listens, const struct mst_handshake_waits *waits, uint32_t now_ms);

/* Any later segment of it. */
struct mst_handshake_step mst_handshake_take(struct mst_handshake *handshake, const struct mst_tcp_view *segment,
                                             const struct mst_handshake_waits *waits, uint32_t now_ms);

/* Its until_ms has come. */
struct mst_handshake_step mst_handshake_wake(struct mst_handshake *handshake, const struct mst_handshake_waits *waits,
                                             uint32_t now_ms);

/* Whether it would end so with another connection, too, as far as one can know. A silence may be that of a server that
 * has too much to do, and another program of this machine may have taken what was sent to us. Where frames were lost, a
 * RST may come from a kernel that has given the connection up: Linux forgets one that is half open when its own device
 * refuses to send the SYN-ACK again (findings/half-open-ends-with-its-syn-ack.sh). */
static inline bool mst_handshake_is_sure(const struct mst_handshake *handshake, enum mst_port_act act)
{
	return act == MST_ACT_DATA || act == MST_ACT_CLOSED || (act == MST_ACT_RESET && !handshake->again);
}

/* "data", "silent", …; NULL for MST_ACT_NOTHING. Static. */
const char *mst_port_act_word(enum mst_port_act act);

/* Whether this moment is at or after that one: milliseconds wrap around after 49 days. */
static inline bool mst_ms_is_past(uint32_t now_ms, uint32_t moment_ms)
{
	return (int32_t)(now_ms - moment_ms) >= 0;
}

#endif
