/*
 * named.h - the host names of a set when it closes: their addresses become targets, and addresses keep their names.
 */
#ifndef MST_TARGET_NAMED_H
#define MST_TARGET_NAMED_H

#include <muster/targets.h>

/*
 * Looks up the names of an open set and adds what they stand for. -EINVAL with a sentence for an exclude without an address, and for a
 * target without one when the set is strict; -ENOMEM. Then the names wait as before.
 */
int mst_named_add(struct mst_targets *targets, struct mst_error *err);

void mst_named_free(struct mst_targets *targets);

#endif
