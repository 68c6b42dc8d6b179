/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dialogue.h - how to talk to a service: one file a protocol, which ends in one const struct and is one row of the
 * table. Pure: bytes in, bytes out, fields; whoever owns the connection (converse) does the rest.
 *
 *     begin ─► out … ─► read (all bytes so far) ─► READ ─► read … ─► DONE | NOT_MINE | TLS | AGAIN
 *
 * A dialogue never logs in, and never sends what changes something at the other end.
 */
#ifndef MST_DIALOGUE_DIALOGUE_H
#define MST_DIALOGUE_DIALOGUE_H

#include <muster/addr.h>

#include "base/reader.h"
#include "identify/signatures.h"

enum mst_step {
	MST_STEP_READ,     /* wait for more; what stands in `out` is sent first */
	MST_STEP_DONE,     /* everything that it can tell is in the draft: hang up */
	MST_STEP_NOT_MINE, /* this is another protocol, or one that does not answer this dialogue */
	MST_STEP_TLS,      /* TLS begins now, on this connection (STARTTLS); then begin is called again, `secure` */
	MST_STEP_AGAIN,    /* hang up, connect once more, and begin again: `phase` says how */
};

#define MST_TALK_OUT 2048 /* bytes that a dialogue sends at once */
#define MST_TALK_IN 32768 /* bytes of an answer that it sees; then `full` */
#define MST_TALK_SCRATCH 64

/* One connection as a dialogue sees it. */
struct mst_talk {
	struct mst_matcher *matcher;
	struct mst_service_draft *draft;
	const char *host; /* the name of the target, for Host: and the like; NULL: it was an address */
	struct mst_addr addr;
	uint16_t port;
	uint8_t proto;                     /* 6 tcp, 17 udp */
	bool secure;                       /* it is in TLS */
	const char *community;             /* of SNMP; NULL: none was given */
	uint8_t phase;                     /* the dialogue's; 0 at its first begin */
	uint8_t scratch[MST_TALK_SCRATCH]; /* likewise, zeroed */
	uint8_t out[MST_TALK_OUT];
	size_t out_size; /* what is to be sent: set by begin and read, taken by the owner */
};

/* What was received since begin, all of it; `used` bytes of the front may be dropped by the dialogue. */
struct mst_heard {
	const uint8_t *bytes;
	size_t size;
	size_t used; /* the dialogue's: it needs these no more */
	bool ended;  /* nothing more will come: the other end closed, or stayed silent */
	bool full;   /* nor is there room for more */
};

struct mst_dialogue {
	const char *name;      /* of the service in nmap's spelling: "smtp" */
	const char *ports;     /* where it usually listens: "25,587,6000-6063"; "" nowhere in particular */
	const char *tls_ports; /* where it listens in TLS: "465"; "" nowhere */
	bool udp;
	bool listens_first; /* the server speaks first: nothing is sent before it has, or 300 ms have passed */
	bool anywhere;      /* it is worth a try at a port that no dialogue knows */

	/* Whether these first bytes are of this protocol, when a server spoke first or answered another dialogue. NULL:
	 * it cannot tell. */
	bool (*knows)(const uint8_t *bytes, size_t size);

	void (*begin)(struct mst_talk *talk);
	enum mst_step (*read)(struct mst_talk *talk, struct mst_heard *heard);
};

/* The dialogues, in the order in which they are tried at ports that none knows; NULL past the end. */
const struct mst_dialogue *mst_dialogue_at(size_t index);

/* The one called http. */
const struct mst_dialogue *mst_dialogue_web(void);

/* Whether what is sent to this TCP port may be printed. */
bool mst_dialogue_is_risky(uint16_t port);

/* The one whose protocol these first bytes are of; NULL: none. */
const struct mst_dialogue *mst_dialogue_known_by(const uint8_t *bytes, size_t size, bool udp);

/* Puts bytes, or a string, behind what stands in `out`; what does not fit is left out. */
void mst_talk_put(struct mst_talk *talk, const void *bytes, size_t size);
void mst_talk_say(struct mst_talk *talk, const char *text);

#endif
