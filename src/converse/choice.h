/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * choice.h - which dialogue an interview has, and what its next connection is for.
 */
#ifndef MST_CONVERSE_CHOICE_H
#define MST_CONVERSE_CHOICE_H

#include "converse/state.h"

/* From now on it is this dialogue, from its start. */
void mst_choose(struct mst_interview *interview, const struct mst_dialogue *dialogue);

/* Likewise, without a reason: a silence is not waited for long, unless only the first
 * bytes are wanted. */
void mst_choice_guess(struct mst_interview *interview, const struct mst_dialogue *dialogue);

/* Its dialogue was tried: it will not be chosen by itself again. */
void mst_choice_note_tried(struct mst_interview *interview);

/* Chooses what the next connection is for: `dialogue`, `wants_tls`. False: nothing is left, or enough is known. */
bool mst_choose_next(struct mst_interview *interview);

/* Whether a pattern knows the first bytes; then its fields are in the draft. */
bool mst_choice_by_pattern(struct mst_interview *interview);

/* The port is of the service that its dialogue is for. */
void mst_choice_is_right(struct mst_interview *interview);

#endif
