/* SPDX-License-Identifier: BSD-2-Clause */
/* examples.h - whether the examples of a signature are what its pattern is for, and say what is expected of them. */
#ifndef MST_IDENTIFY_EXAMPLES_H
#define MST_IDENTIFY_EXAMPLES_H

#include "identify/set.h"
#include "identify/stanza.h"

/*
 * Tries the examples of the signature that was read last and is in the set: each must be matched by it, and by none
 * before it. 0, or -EINVAL with a sentence about the first that is wrong.
 */
int mst_examples_check(const struct mst_signatures *set, const struct mst_text_source *stanzas,
                       const struct mst_stanza *stanza, struct mst_match_room *room);

#endif
