/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rules.h - what the user knows of the hosts: --flap, --parent and --parents, --expect-asleep.
 */
#ifndef MST_CLI_WATCH_RULES_H
#define MST_CLI_WATCH_RULES_H

#include "cli/watch/options.h"

/* What the config of a watch borrows. Begin with zeroed memory; freeing it is idempotent. */
struct mst_watch_rules {
	struct mst_watch_parent *parents;
	size_t count, room;
	struct mst_targets *asleep; /* NULL: none */
};

/* Reads --flap, and looks at the values of the others; no file is read. -EINVAL with a sentence. */
int mst_watch_rules_check(struct mst_watch_options *options, struct mst_error *err);

/*
 * Reads lists and files, and puts them into the options' config. Parents are watched, too: they are added to `targets`,
 * which is open, if any others are given. -EINVAL with a sentence, -errno.
 */
int mst_watch_rules_read(struct mst_watch_rules *rules, struct mst_watch_options *options, struct mst_targets *targets,
                         struct mst_error *err);
void mst_watch_rules_free(struct mst_watch_rules *rules);

#endif
