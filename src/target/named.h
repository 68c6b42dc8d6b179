/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * named.h - host names of a set: when the set closes, they are resolved, their addresses become targets and keep the
 * names.
 */
#ifndef MST_TARGET_NAMED_H
#define MST_TARGET_NAMED_H

#include <muster/targets.h>

/*
 * Resolves the names of an open set and adds their addresses. -EINVAL with a sentence for an exclude without an
 * address, or a target without one when the set is strict; -ENOMEM. After an error the names are still in the set.
 */
int mst_named_add(struct mst_targets *targets, struct mst_error *err);

void mst_named_free(struct mst_targets *targets);

#endif
