/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * on_link.h - the hosts on local links whose ports a plan will ask: they must be resolved before.
 */
#ifndef MST_PLAN_ON_LINK_H
#define MST_PLAN_ON_LINK_H

#include "net/path.h"
#include "target/space.h"

/*
 * Of the hosts in this space of questions, those that these paths reach as neighbours: a closed set,
 * owned by the caller;
 * NULL when there are none. -ENOMEM with a sentence.
 */
int mst_on_link_targets(struct mst_targets **out, const struct mst_space *space, const struct mst_paths *paths,
                        struct mst_error *err);

#endif
