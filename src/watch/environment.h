/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * environment.h - the environment of commands that a watch runs: the process's own; and with HOME, even if the process
 * has none, as it is where the rights come from file capabilities; and the variables of the event in front, in place of
 * any of those names.
 */
#ifndef MST_WATCH_ENVIRONMENT_H
#define MST_WATCH_ENVIRONMENT_H

#include "watch/variables.h"

/* For posix_spawn(3). NULL: no memory. The texts are borrowed, but for `home`, which is the caller's memory. */
char **mst_environment_of_commands(const struct mst_variables *variables, char *home, size_t size);

#endif
