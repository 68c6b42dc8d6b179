/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_end.h - the end of a file that is written: what was written in part is taken back. Standard output may be a
 * file, too, which has more than our bytes, and which others write to: it is changed only where it ends where we stand.
 */
#ifndef MST_BASE_FILE_END_H
#define MST_BASE_FILE_END_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Whether this is a file that ends where the descriptor stands, which is then `*at`. */
bool mst_file_ends_here(int fd, off_t *at);

/* Removes the last bytes of such a file. False: it is as it was. */
bool mst_file_shorten(int fd, size_t bytes);

#endif
