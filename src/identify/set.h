/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * set.h - the signatures of signatures.h from within: for each kind of text a list, in the order in which they are
 * tried.
 */
#ifndef MST_IDENTIFY_SET_H
#define MST_IDENTIFY_SET_H

#include "base/service_draft.h"
#include "identify/key.h"
#include "identify/pattern.h"

struct mst_signature {
	struct mst_pattern *pattern;
	uint8_t *values; /* all of them, behind each other */
	uint16_t sizes[MST_VALUE_COUNT];
	uint64_t line; /* where its file has it */
};

struct mst_signature_list {
	struct mst_signature *items;
	size_t count, room;
};

struct mst_signatures {
	struct mst_signature_list of[MST_SIGNATURE_KEY_COUNT];
	size_t without_key; /* those of recog that are for texts of no key */
};

/* Appends a signature; the list owns the pattern from then on. False without memory: the pattern is still the
 * caller's. */
bool mst_signature_list_add(struct mst_signature_list *list, struct mst_pattern *pattern,
                            const struct mst_values *values, uint64_t line);

/* Moves all of `first` before, or all of `last` behind those of the set; they are empty then. False without memory:
 * nothing has moved. */
bool mst_signatures_join(struct mst_signatures *set, struct mst_signatures *other, bool before);

/* Frees what is in the set, not the set itself. */
void mst_signatures_clear(struct mst_signatures *set);

/* The word of a key in signature files. */
const char *mst_signature_key_word(enum mst_signature_key key);

/* The key of this word; MST_SIGNATURE_KEY_COUNT: there is none. */
enum mst_signature_key mst_signature_key_find(const void *word, size_t size);

/* The key of what recog calls `matches`; MST_SIGNATURE_KEY_COUNT: none of ours. */
enum mst_signature_key mst_signature_key_of_recog(const char *matches);

/*
 * Tries the patterns of a key in order: the first that matches puts the texts of its groups into `groups`, which point
 * into `text`. NULL: none does.
 */
const struct mst_signature *mst_signatures_find(const struct mst_signatures *set, enum mst_signature_key key,
                                                struct mst_match_room *room, const uint8_t *text, size_t size,
                                                struct mst_groups *groups);

#endif
