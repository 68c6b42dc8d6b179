/* bed.h - a roster fed by hand, and what it tells, as text. */
#ifndef TEST_WATCH_BED_H
#define TEST_WATCH_BED_H

#include <criterion/criterion.h>

#include "watch/roster.h"

#define SECOND INT64_C(1000000000)

struct bed {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_scan_config scan;
	struct mst_roster roster;
	struct mst_watch_round round; /* the last */
	char words[4096];             /* of its changes: "10.0.0.1:22 up since 3 was since 1; " */
};

struct bed *bed_new(const char *targets, const char *ports, bool discover, unsigned confirm);
void bed_free(struct bed *bed);

/* A verdict by the target itself (`from` NULL), by nobody (""), or by another address. */
void bed_say(struct bed *bed, const char *addr, uint16_t port, enum mst_state state, enum mst_reason reason, const char *from);

/* Ends the round that began at this second; the changes as text. */
const char *bed_end(struct bed *bed, int second);

const struct mst_watch_item *bed_item(struct bed *bed, const char *addr, uint16_t port);

#endif
