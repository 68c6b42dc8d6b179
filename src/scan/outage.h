/*
 * outage.h - when the road to the targets is away for a while: an interface is down, or routes are gone. ROAD, PLEA.
 *
 *     OPEN ── an interface is down, or a lane found no way ──► AWAY: the lanes wait
 *       ▲                                                        │ │
 *       ├── up, routed as at the start, settled ─────────────────┘ └─ patience over ──► the run ends, or, where only
 *       │                                                                              routes are missing, LOST: what
 *       └── (from LOST too, after another outage)                                      finds none is refused
 *
 * Whoever was asked shortly before is asked again: silence proves nothing then. The receiver's thread looks; it alone
 * decides.
 */
#ifndef MST_SCAN_OUTAGE_H
#define MST_SCAN_OUTAGE_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

enum mst_road {
	MST_ROAD_OPEN,
	MST_ROAD_AWAY, /* for a while: wait */
	MST_ROAD_LOST, /* for good: what finds no way is refused */
};

/* Between a lane whose engine found no way and the receiver, who looks: PLEA. */
enum mst_plea {
	MST_PLEA_NONE,
	MST_PLEA_RAISED,   /* the lane waits */
	MST_PLEA_ANSWERED, /* there is a way: what finds none now is refused */
};

struct mst_outage {
	bool running;
	bool down;            /* an interface is down now */
	bool by_link;         /* one was in it: not only a route is gone */
	uint64_t since_ns;    /* the interface is down, or routes are missing: patience counts from here */
	uint64_t back_ns;     /* since when everything is as it was; 0: it is not */
	uint64_t looked_ns;   /* at the links */
	uint64_t routed_ns;   /* at the routes */
};

struct mst_receiver;

/* Looks at the interfaces and at pleas, now. */
void mst_outage_look(struct mst_receiver *receiver, uint64_t now_ns);

/* Whether a capture that fails now does so because its interface is down. Looks again. */
bool mst_outage_explains(struct mst_receiver *receiver, uint64_t now_ns);

#endif
