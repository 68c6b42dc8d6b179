/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list.h - the dialogues: X(name) for mst_dialogue_NAME, in the order in which those that are worth a try anywhere are
 * tried. The declarations and the table are made of these rows.
 */
#ifndef MST_DIALOGUE_LIST_H
#define MST_DIALOGUE_LIST_H

#include "dialogue/dialogue.h"

/* clang-format off */
#define MST_DIALOGUES(X) \
	X(http)
/* clang-format on */

#define MST_DIALOGUE_DECLARE(name) extern const struct mst_dialogue mst_dialogue_##name;
MST_DIALOGUES(MST_DIALOGUE_DECLARE)
#undef MST_DIALOGUE_DECLARE

#endif
