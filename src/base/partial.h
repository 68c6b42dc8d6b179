/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * partial.h - the file that a document is written into until it is complete, where it cannot be without a name
 * (unnamed.h): .NAME.XXXXXX, in the folder of the output NAME. A complete one has that name for the moment before it
 * replaces a file: the kernel gives a file that has no name only a name that is free.
 *
 * It is locked (flock(2)) as long as its writer runs. Before the next document of the same name is begun, partial files
 * whose lock is free are removed: a killed writer left them.
 */
#ifndef MST_BASE_PARTIAL_H
#define MST_BASE_PARTIAL_H

#include <sys/types.h>

/* Removes partial files of `path` that killed writers left. */
void mst_partial_sweep(const char *path);

/*
 * Sweeps, then creates one, locked, with `mode` less the umask. Returns its descriptor, for reading and writing, and
 * its path in `*partial_path`, allocated; or -errno and NULL.
 */
int mst_partial_open(const char *path, mode_t mode, char **partial_path);

/* Locks a file that has no name (unnamed.h) and gives it the name of a partial file: 0 and its path, or -errno. */
int mst_partial_link(int fd, const char *path, char **partial_path);

/*
 * For a document that cannot get its name: renames the partial file to NAME.XXXXXX, which no later run removes, and
 * updates `*partial_path`. Changes nothing when that fails too.
 */
void mst_partial_keep(char **partial_path);

/* Renames, but never replaces a file: 0, or -errno. */
int mst_rename_without_replacing(const char *from, const char *to);

#endif
