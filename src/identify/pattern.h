/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pattern.h - one regular expression of a signature, by PCRE2 (pcre2pattern(3)), over bytes.
 *
 * Texts are hostile and patterns may backtrack: a match ends at a limit of steps, of memory and of stack, and has then
 * failed. Compiled once, by any thread; matched by any number of threads, each in a room of its own.
 */
#ifndef MST_IDENTIFY_PATTERN_H
#define MST_IDENTIFY_PATTERN_H

#include "identify/value.h"

#define MST_PATTERN_BYTES 4096 /* the longest pattern */

struct mst_pattern;
struct mst_match_room;

enum mst_pattern_flags {
	MST_PATTERN_ICASE = 1,  /* upper and lower case are the same */
	MST_PATTERN_DOTALL = 2, /* a dot is any byte, also a line feed */
	MST_PATTERN_LINES = 4,  /* ^ and $ are at the ends of lines, too */
};

/*
 * Compiles a pattern; flags of enum mst_pattern_flags. NULL with what is wrong in `wrong`: words of PCRE2 and the
 * place, or that memory is short (*memory).
 */
#define MST_PATTERN_WRONG 200
struct mst_pattern *mst_pattern_new(const uint8_t *bytes, size_t size, unsigned flags, char wrong[MST_PATTERN_WRONG],
                                    bool *memory);

/* How many groups it has. */
unsigned mst_pattern_groups(const struct mst_pattern *pattern);

/* Accepts NULL. */
void mst_pattern_free(struct mst_pattern *pattern);

/* What matches need: of one thread at a time. NULL without memory. */
struct mst_match_room *mst_match_room_new(void);
void mst_match_room_free(struct mst_match_room *room);

/* Whether the pattern is found in the text; the groups then point into it. */
bool mst_pattern_match(const struct mst_pattern *pattern, struct mst_match_room *room, const uint8_t *text, size_t size,
                       struct mst_groups *groups);

#endif
