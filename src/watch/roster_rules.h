/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roster_rules.h - what the caller knows of the hosts of a roster, and what the routing table tells of them: which may
 * sleep, which have a parent, by which interface and gateway each is reached.
 */
#ifndef MST_WATCH_ROSTER_RULES_H
#define MST_WATCH_ROSTER_RULES_H

#include <muster/route.h>

#include "watch/roster.h"

/* `asleep` NULL: none. */
void mst_roster_set_asleep(struct mst_roster *roster, const struct mst_targets *asleep);

/* -EINVAL: a parent is not watched, or parents are in a circle. -ENOMEM. */
int mst_roster_set_parents(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err);

/* Both, of a config. */
int mst_roster_set_rules(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err);

/* Hosts that no route leads to now keep the way that they had. */
void mst_roster_set_ways(struct mst_roster *roster, const struct mst_routing *routing);

/* Whether a change waits for more rounds that agree, of a host or port that may be told of. After conclude. */
bool mst_roster_waits(const struct mst_roster *roster);

#endif
