/*
 * zones.h - what a set of targets is made of, between adding.c, which fills it, and set.c, which closes and reads it.
 *
 *     index     0 ──────────── IPv4 ─┬─ IPv6 without scope ─┬─ link-local of one interface ─┬─ of another …
 *     zones                          0                      1                               2
 *
 * While open: two lists of intervals for IPv4, two for each zone of IPv6, and the host names that closing looks up. Once closed: runs,
 * what was excluded, and the names of addresses.
 */
#ifndef MST_TARGET_ZONES_H
#define MST_TARGET_ZONES_H

#include <muster/targets.h>

#include "target/lookup.h"
#include "target/runs.h"

#define MST_NOTES_MAX 8

/* The IPv6 addresses of one scope: 0 for all that are not of one link, else an interface. */
struct mst_zone {
	uint32_t scope;
	struct mst_intervals6 asked;           /* while open */
	struct mst_intervals6 excluded;        /* joined once closed */
	struct mst_runs6 runs;                 /* once closed */
	mst_uint128 before;                    /* addresses of what stands before it */
};

/* What an address was called when it was given. */
struct mst_named {
	struct mst_addr addr;
	char *names;  /* one or several, with a blank between them */
	size_t order; /* in which it was given */
};

struct mst_targets {
	struct mst_intervals asked;           /* while open */
	struct mst_intervals excluded;        /* joined once closed */
	struct mst_runs runs;                 /* once closed */
	struct mst_zone *zones;                   /* ascending by scope once closed */
	size_t zone_count;
	bool closed, given;
	bool ipv4_names, ipv6_names;          /* what names are taken for; neither: IPv4, and IPv6 where there is none */
	bool strict;                          /* a name without an address is an error */
	uint32_t zone;                        /* of link-local addresses without one; 0: the only one there is */
	struct mst_name_lookups lookups;           /* while open */
	struct mst_named *named;              /* once closed: ascending by address */
	size_t named_count;
	char **unresolved;                    /* once closed: a sentence each */
	size_t unresolved_count;
	struct mst_intervals covered;         /* while open: what a range covers and leaves out (loopback addresses) … */
	struct mst_intervals6 covered6;       /* … and of IPv6, link-local ones too */
	struct mst_ports *ports;              /* where ports of targets go; NULL: refused */
	bool ports_given;                     /* … which held some before */
	char with_port[64];                   /* the first target with a port; "" for none */
	bool without_port;                    /* there is one without */
	const char *file;                     /* being read; NULL */
	uint64_t line;
	char *notes[MST_NOTES_MAX];
	size_t note_count;
	mst_uint128 count, left_out;
};

#endif
