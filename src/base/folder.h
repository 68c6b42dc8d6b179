/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * folder.h - the folder of a file, by its path alone.
 */
#ifndef MST_BASE_FOLDER_H
#define MST_BASE_FOLDER_H

#include <stddef.h>

/* The folder of `path` with its slash, or "" for the current one: at most `size` bytes with NUL. 0,
 * or -ENAMETOOLONG. */
int mst_folder_of(char *folder, size_t size, const char *path);

#endif
