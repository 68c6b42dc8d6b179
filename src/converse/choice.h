/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * choice.h - which dialogue an interview holds next, and what follows from all of them.
 */
#ifndef MST_CONVERSE_CHOICE_H
#define MST_CONVERSE_CHOICE_H

#include "converse/state.h"

/* This one, from its beginning; it counts as tried. */
void mst_interview_choose(struct mst_interview *interview, const struct mst_dialogue *dialogue);

/* The one that the first bytes name, if it was not tried; else NULL. */
const struct mst_dialogue *mst_interview_named(const struct mst_interview *interview);

/* The next of those that are worth a try anywhere; NULL: none is left. */
const struct mst_dialogue *mst_interview_stranger(const struct mst_interview *interview);

/* HTTP. */
const struct mst_dialogue *mst_interview_web(void);

/* Adds what follows from all that was found out. */
void mst_interview_conclude(struct mst_interview *interview);

#endif
