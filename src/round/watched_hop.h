/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watched_hop.h - whether a gateway still takes frames, and at which link-layer address: NEXTHOP.
 *
 *        ALIVE ── four requests without an answer ──► SILENT: the lanes wait ── 10 s ──► LOST: targets are unknown
 *          ▲                                            │                                 │
 *          └── it answers, maybe with another address ──┴─────────────────────────────────┘
 *
 * Silence of a target proves something only if the gateway lived when the probe left. An answer of any target behind it
 * shows that. Where none has come for most of a time-out, the gateway itself is asked, by one ARP request or neighbour
 * solicitation, while probes go on. A lane gives no question up that left after the latest proof (`proven_ns`). What
 * left while the gateway was silent, or went to its earlier address, is lost, and is asked again.
 *
 * Another address is taken when it answers our own request, and the one in use does not; or when the administrator
 * wrote it into the kernel's table. Pure: clock and facts are arguments. The receiver writes, lanes read.
 */
#ifndef MST_ROUND_WATCHED_HOP_H
#define MST_ROUND_WATCHED_HOP_H

#include <stdbool.h>

#include "base/atomic.h"
#include "net/hop.h"

#define MST_LOST_SPANS 4

enum mst_watched_hop_state {
	MST_WATCHED_HOP_ALIVE,
	MST_WATCHED_HOP_SILENT, /* it does not answer for its link-layer address: waited for */
	MST_WATCHED_HOP_LOST,   /* likewise, for too long */
};

/* Frames that left between these moments did not arrive; ns, monotonic. */
struct mst_lost_span {
	_Atomic uint64_t from_ns, until_ns; /* NEXTHOP */
};

struct mst_watched_hop {
	struct mst_addr addr; /* the receiver's */
	int ifindex;          /* constant, as the next three */
	char interface[IF_NAMESIZE];
	bool by_kernel; /* frames leave by raw sockets: the kernel resolves it */
	bool is_target; /* it is a host on a link, whose ports are probed */
	unsigned egress;
	bool fixed;           /* the administrator gave its address: other ones are not believed */
	bool answers;         /* it answers for its address, as far as is known: silence means something */
	uint8_t known[6];     /* the receiver's: the address in use */
	bool is_known;        /* likewise: there is one */
	bool replied;         /* it has answered a request of this round */
	bool redirected;      /* it is of the gateway before this one */
	bool urgent;          /* ask at once */
	bool by_engine;       /* the engine that sends the probes asked, and nothing else has */
	uint64_t opened_ns;   /* when the round began */
	uint64_t heard_ns;    /* the latest frame that is known to have passed it left then */
	uint64_t asked_ns;    /* the oldest request without an answer; 0: none */
	uint64_t last_ask_ns; /* the latest */
	unsigned tries;       /* requests without an answer */
	uint64_t before_ns;   /* heard_ns when the oldest of them left */
	uint64_t rival_ns;    /* since when another address answers; 0: none does */
	uint8_t rival[6];
	unsigned next_span;
	struct mst_lost_span spans[MST_LOST_SPANS];
	MST_OWN_LINE _Atomic uint64_t proven_ns;     /* NEXTHOP: what left before has passed it, but for lost spans */
	_Atomic uint64_t mac;                        /* NEXTHOP: six bytes, the first one lowest; 0: as planned */
	_Atomic enum mst_watched_hop_state standing; /* NEXTHOP */
	uint8_t padding[MST_CACHE_LINE - 2 * sizeof(uint64_t) - sizeof(int)];
};

/* What the receiver finds. */
struct mst_watched_hop_facts {
	uint64_t now_ns;
	uint64_t sent_ns;    /* the latest frame of its egress left then */
	uint64_t timeout_ns; /* of first attempts there */
};

enum mst_watched_hop_news {
	MST_WATCHED_HOP_NOTHING,
	MST_WATCHED_HOP_MOVED,    /* it has another link-layer address */
	MST_WATCHED_HOP_FELL,     /* it fell silent */
	MST_WATCHED_HOP_BACK,     /* it answers again */
	MST_WATCHED_HOP_GIVEN_UP, /* it stays silent */
};

/* What the receiver must do. */
struct mst_watched_hop_event {
	bool ask; /* send a request now */
	enum mst_watched_hop_news news;
	uint8_t was[6];        /* MOVED: the earlier address */
	uint64_t lost_from_ns; /* MOVED, BACK: what left since then is lost */
};

/* `planned`: its hop. Zeroed before. */
void mst_watched_hop_open(struct mst_watched_hop *hop, const struct mst_hop *planned, bool by_kernel, uint64_t now_ns);

/* The address that it has as the round begins; NULL: it has none, and is not asked. */
void mst_watched_hop_know(struct mst_watched_hop *hop, const uint8_t *mac);

/* A frame that left at `sent_ns` was answered by what is behind it. */
static inline void mst_watched_hop_heard(struct mst_watched_hop *hop, uint64_t sent_ns)
{
	if (sent_ns > hop->heard_ns)
		hop->heard_ns = sent_ns;
}

/* It says that it has this address: in an answer to a request, or `volunteered`, which proves only that it can send. */
void mst_watched_hop_claim(struct mst_watched_hop *hop, const uint8_t mac[6], bool volunteered, uint64_t now_ns);

/* The administrator wrote this address into the kernel's table, or (by_kernel) the kernel uses it now. */
struct mst_watched_hop_event mst_watched_hop_set(struct mst_watched_hop *hop, const uint8_t mac[6], bool fixed,
                                                 const struct mst_watched_hop_facts *facts);

/* It is another gateway from now on: what leaves until that one has answered is lost. */
void mst_watched_hop_redirect(struct mst_watched_hop *hop, const struct mst_addr *addr);

/* The engine that sends the probes has asked it, before anything else did. */
void mst_watched_hop_asked(struct mst_watched_hop *hop, uint64_t now_ns);

/* The kernel doubts its address. */
static inline void mst_watched_hop_doubt(struct mst_watched_hop *hop)
{
	hop->fixed = false;
	hop->urgent = hop->asked_ns == 0;
}

/* An interface is down: nothing is expected of it until now. */
static inline void mst_watched_hop_pause(struct mst_watched_hop *hop, uint64_t now_ns)
{
	if (hop->asked_ns)
		hop->asked_ns = hop->last_ask_ns = now_ns;
	hop->tries = hop->asked_ns != 0;
}

/* To be called every few milliseconds. */
struct mst_watched_hop_event mst_watched_hop_look(struct mst_watched_hop *hop,
                                                  const struct mst_watched_hop_facts *facts);

/* Any thread: whether a frame that left at this moment is lost. */
bool mst_watched_hop_lost(const struct mst_watched_hop *hop, uint64_t sent_ns);

/* Any thread: its address, where it is another than planned. */
static inline bool mst_watched_hop_mac(const struct mst_watched_hop *hop, uint8_t mac[6])
{
	uint64_t word = mst_load(&hop->mac, relaxed); /* NEXTHOP */

	for (unsigned i = 0; i < 6 && word; i++)
		mac[i] = (uint8_t)(word >> (8 * i));
	return word != 0;
}

#endif
