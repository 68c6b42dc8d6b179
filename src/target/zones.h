/*
 * zones.h - what a set of targets is made of, between adding.c, which fills it, and set.c, which closes and reads it.
 *
 *     index     0 ──────────── IPv4 ─┬─ IPv6 without scope ─┬─ link-local of one interface ─┬─ of another …
 *     zones                          0                      1                               2
 *
 * While open: two lists of intervals for IPv4, and two for each zone of IPv6. Once closed: runs, and what was excluded.
 */
#ifndef MST_TARGET_ZONES_H
#define MST_TARGET_ZONES_H

#include "target/parse.h"
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

struct mst_targets {
	struct mst_intervals asked;           /* while open */
	struct mst_intervals excluded;        /* joined once closed */
	struct mst_runs runs;                 /* once closed */
	struct mst_zone *zones;                   /* ascending by scope once closed */
	size_t zone_count;
	bool closed, given;
	bool one_zone;                        /* link-local addresses without interface are of `zone`, or of the only one */
	char zone[MST_SCOPE_TEXT];
	bool ipv4_names, ipv6_names;          /* what names are taken for; neither: IPv4, and IPv6 where there is none */
	char *notes[MST_NOTES_MAX];
	size_t note_count;
	mst_uint128 count, left_out;
};

#endif
