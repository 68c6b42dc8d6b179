/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * causes.h - which hosts fell silent together, and with what: an interface of this machine, a gateway, a parent. Pure:
 * no threads, no clock.
 *
 *     own interface ─┬─ its link            each host lies in the groups by which it is reached (`way`, and what that
 *                    └─ a gateway           is `within`), and in that of its parent, its parent's parent, …
 *
 * What a round found of all hosts goes into `signs`; mst_causes_judge decides which of the lost ones a group explains:
 *
 *     CLEAR ──── all are silent ────────────────► SILENT ── some answer ──► RETURNING ── a round later ──► CLEAR
 *       └── many are lost, others answered ► DOUBT ──┘                      (those that still do not are down)
 *
 * In doubt lost hosts are held for a round, or some more (MST_CAUSES_DOUBTS) while many others are lost: a cut in the
 * midst of a round leaves hosts that answered before it, and it may end in the midst of the next. A held host is
 * neither up nor down. A parent's group goes by its parent: silent as long as that host is.
 */
#ifndef MST_WATCH_CAUSES_H
#define MST_WATCH_CAUSES_H

#include <muster/net.h>
#include <muster/watch.h>

#define MST_CAUSES_MANY 3 /* hosts that fall silent in one round */
#define MST_CAUSES_DOUBTS 3
#define MST_CAUSES_NO_HOST SIZE_MAX

enum mst_finding {
	MST_FOUND_NOTHING,
	MST_FOUND_CUT, /* of a host that is watched: the way to the host is known to be cut: no route, a gateway that is
	                  silent */
	MST_FOUND_INACTIVE,
	MST_FOUND_ACTIVE,
};

/* A host. What the caller sets before each mst_causes_judge, and what that returns. */
struct mst_cause_sign {
	uint32_t way, parent; /* groups; 0: none. They stay */
	uint8_t found;        /* enum mst_finding: in this round */
	bool stood;           /* active until this round; or never found out so far, and cut */
	bool ever;            /* active in any earlier round */
	bool asleep;          /* its silence means nothing */
	uint8_t doubted;      /* rounds in a row that it was held in doubt */
	uint32_t held;        /* out: the group that explains its silence; 0: none */
};

enum mst_cause_phase { MST_CAUSE_CLEAR, MST_CAUSE_DOUBT, MST_CAUSE_SILENT, MST_CAUSE_RETURNING };

/* A group of hosts that are reached by one thing. */
struct mst_cause {
	enum mst_watch_cause_kind kind;
	struct mst_addr addr; /* of the gateway or the parent; no family: none */
	char interface[MST_INTERFACE_NAME];
	uint32_t within; /* a group that was made before, 0: none */
	size_t host;     /* the watched host at `addr`, or MST_CAUSES_NO_HOST */

	enum mst_cause_phase phase;
	mst_moment since;
	bool told;        /* that it is silent; the caller sets it */
	uint8_t reason;   /* enum mst_reason, as told; the caller's */
	bool ended;       /* in this round, and it was told before */
	uint32_t held;    /* hosts now */
	uint32_t members; /* the most that it held */

	/* of this round */
	uint32_t hosts, up, lost, cut,
		fresh;     /* lost: silent, and active before; fresh: of those, not held before; cut: of these */
	uint32_t ways;     /* groups within with lost hosts */
	uint32_t gateways; /* lost hosts that are gateways */
	uint32_t rounds;   /* that it is silent for */
	uint32_t returns;  /* rounds that it is returning for */
	uint32_t contrary; /* rounds that its host is silent for while hosts behind it answer: they have another way */
};

/* Begin with zeroed memory. Group 0 is none. */
struct mst_causes {
	struct mst_cause *groups;
	size_t count, room;
	struct mst_cause_sign *signs; /* one a host */
	size_t hosts;
	unsigned confirm; /* rounds of silence before a learned group is told */
	bool doubts;      /* out: some hosts are held in doubt, or may still return: the next round should come soon */
};

/* -ENOMEM. */
int mst_causes_open(struct mst_causes *causes, size_t hosts, unsigned confirm);
void mst_causes_close(struct mst_causes *causes);

/* The group like this one (kind, addr, interface), made if there is none. 0: no memory. */
uint32_t mst_causes_group(struct mst_causes *causes, const struct mst_cause *like);

/* Judges the round that began at `moment`. */
void mst_causes_judge(struct mst_causes *causes, mst_moment moment);

/* The group of which this host is the gateway or the parent; NULL: none. */
struct mst_cause *mst_causes_with(const struct mst_causes *causes, size_t host);

/* Whether any host is silent with a group. */
bool mst_causes_explain(const struct mst_causes *causes);

/* Whether this host is among those that the group's silence took along, and still silent. */
bool mst_causes_misses(const struct mst_causes *causes, const struct mst_cause *cause, size_t host);

/* Whether to tell now that the group is silent; of a parent's group, when its host is told to be down. */
bool mst_cause_begins(const struct mst_causes *causes, const struct mst_cause *cause);

#endif
