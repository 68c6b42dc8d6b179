/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * program.h - programs by name, as a shell finds them: this one, for advice that can be pasted, and others.
 */
#ifndef MST_CLI_COMMON_PROGRAM_H
#define MST_CLI_COMMON_PROGRAM_H

#include <stdbool.h>
#include <sys/stat.h>

/* "muster" where the shell finds this program by that word; elsewhere the path by which it was called. Static. */
const char *mst_program_name(void);

/*
 * The first executable file of this name in a list such as PATH, where an empty part is the current folder; a name with
 * a slash is a path. False: there is none.
 */
bool mst_program_find(const char *name, const char *list, struct stat *status);

/* Whether the word "muster" means this very file, in a list such as PATH. */
bool mst_program_is_named(const char *file, const char *list);

#endif
