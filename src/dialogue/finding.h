/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * finding.h - what dialogues with binary protocols share: waiting for the rest of an answer, and putting what was found
 * into the draft.
 */
#ifndef MST_DIALOGUE_FINDING_H
#define MST_DIALOGUE_FINDING_H

#include "dialogue/dialogue.h"

/* The answer is not whole yet: waits for more, unless nothing more will come. */
enum mst_step mst_finding_wait(const struct mst_heard *heard);

/* It is this service: it answered what was sent, or (spoke) it sent this by itself. MST_STEP_DONE. */
enum mst_step mst_finding_done(struct mst_talk *talk, const char *service);
enum mst_step mst_finding_spoke(struct mst_talk *talk, const char *service);

/* A text of a field, unless that is known. */
__attribute__((format(printf, 3, 4))) void mst_finding_text(struct mst_talk *talk, enum mst_service_field field,
                                                            const char *format, ...);

/* One more word of a field, with a blank before it; a word that does not fit is left out. */
void mst_finding_word(struct mst_talk *talk, enum mst_service_field field, const void *bytes, size_t size);
void mst_finding_words(struct mst_talk *talk, enum mst_service_field field, const char *words);

/* The bytes up to `end`, or to the end of what is left; what was read and `end` are consumed. NULL: `end` is missing.
 */
const uint8_t *mst_finding_until(struct mst_reader *r, uint8_t end, size_t *size);

/* Where `text` begins in these bytes, to the letter; NULL: it is not there. In any case of letters: mst_phrase_find. */
const uint8_t *mst_finding_place(const uint8_t *bytes, size_t size, const char *text);

#endif
