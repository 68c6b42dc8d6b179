/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_watch.h - a roster fed by hand, and the changes it reports, as text. */
#ifndef TEST_WATCH_FIXTURE_WATCH_H
#define TEST_WATCH_FIXTURE_WATCH_H

#include <criterion/criterion.h>

#include "watch/roster.h"

#define SECOND INT64_C(1000000000)

struct watch_fixture {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_watch_config config;
	struct mst_roster roster;
	struct mst_watch_round round; /* the last */
	char words[4096];             /* of its changes: "10.0.0.1:22 up since 3 was since 1; " */
};

struct watch_fixture *fixture_new(const char *targets, const char *ports, bool discover, unsigned confirm);
void fixture_free(struct watch_fixture *fixture);

/* Adds a verdict: answered by the target (`from` NULL), without an answer (""), or by another address. */
void fixture_add(struct watch_fixture *fixture, const char *addr, uint16_t port, enum mst_state state,
                 enum mst_reason reason, const char *from);

/* The machine with this number at the end of its link-layer address answers; `two`: another one, too. */
void fixture_add_mac(struct watch_fixture *fixture, const char *addr, uint8_t machine, bool two);

/* Ends the round that began at this second; the changes as text. */
const char *fixture_end(struct watch_fixture *fixture, int second);

const struct mst_watch_item *fixture_item(struct watch_fixture *fixture, const char *addr, uint16_t port);

#endif
