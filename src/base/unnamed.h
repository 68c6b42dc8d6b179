/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unnamed.h - a file without a name until it is complete (O_TMPFILE of open(2)): of a killed writer nothing is left.
 *
 * Not on every file system: NFS, vfat and older overlayfs have none; there see partial.h.
 */
#ifndef MST_BASE_UNNAMED_H
#define MST_BASE_UNNAMED_H

#include <sys/types.h>

/* A new file in the folder of `path`, for reading and writing, with `mode` less the umask. -errno: none can be had, or
 * it could not get a name later. */
int mst_unnamed_open(const char *path, mode_t mode);

/* Gives the file that name: 0, -EEXIST, or another -errno. */
int mst_unnamed_link(int fd, const char *path);

#endif
