/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zones.h - the members of a set of targets, for adding.c, which fills it, and set.c, which closes and reads it.
 *
 *     index     0 ──────────── IPv4 ─┬─ IPv6 without scope ─┬─ link-local of one interface ─┬─ of another …
 *     zones                          0                      1                               2
 *
 * An open set has two lists of intervals for IPv4, two for each zone of IPv6, and host names to be resolved. A closed
 * set has runs, the excluded intervals, and the names of addresses.
 */
#ifndef MST_TARGET_ZONES_H
#define MST_TARGET_ZONES_H

#include <muster/targets.h>

#include "target/lookup.h"
#include "target/runs.h"

#define MST_NOTES_MAX 8

/* The IPv6 addresses of one scope: an interface, for link-local addresses; 0 for all others. */
struct mst_zone {
	uint32_t scope;
	struct mst_intervals6 asked;    /* while open */
	struct mst_intervals6 excluded; /* joined once closed */
	struct mst_runs6 runs;          /* once closed */
	mst_uint128 before;             /* number of addresses before this zone */
};

/* The host names by which an address was given. */
struct mst_named {
	struct mst_addr addr;
	char *names;  /* one or several, with a blank between them */
	size_t order; /* in which it was given */
};

struct mst_targets {
	struct mst_intervals asked;    /* while open */
	struct mst_intervals excluded; /* joined once closed */
	struct mst_runs runs;          /* once closed */
	struct mst_zone *zones;        /* ascending by scope once closed */
	size_t zone_count;
	bool closed, given;
	bool ipv4_names, ipv6_names;     /* families that names resolve to; neither: IPv4, or IPv6 without IPv4 */
	bool strict;                     /* a name without an address is an error */
	uint32_t zone;                   /* scope of link-local addresses without one; 0: they are refused */
	struct mst_name_lookups lookups; /* while open */
	mst_forward_watch *watch;          /* of looking them up; NULL */
	void *watch_user;
	struct mst_named *named;         /* once closed: ascending by address */
	size_t named_count;
	char **unresolved; /* once closed: a sentence each */
	size_t unresolved_count;
	bool no_name_server;            /* one of these names was not found because no name server answered */
	struct mst_intervals covered;   /* while open: loopback addresses left out of larger ranges … */
	struct mst_intervals6 covered6; /* … and of IPv6, link-local addresses too */
	struct mst_ports *ports;        /* receives the ports of targets; NULL: targets with ports are refused */
	bool ports_given;               /* `ports` had some before */
	char with_port[128];            /* the first target with a port; "" for none */
	bool without_port;              /* a target has no port */
	const char *file;               /* the file being read; NULL */
	uint64_t line;
	char *notes[MST_NOTES_MAX];
	size_t note_count;
	mst_uint128 count, left_out;
};

#endif
