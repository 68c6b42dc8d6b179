/* SPDX-License-Identifier: BSD-2-Clause */
/* whole_file.h - reads a small file whole. */
#ifndef MST_BASE_WHOLE_FILE_H
#define MST_BASE_WHOLE_FILE_H

#include <muster/error.h>
#include <stddef.h>

/*
 * The bytes of a file, allocated. -EINVAL for one of more than `most` bytes, with the words for what was `expected`;
 * -errno of the file; -ENOMEM; with a sentence.
 */
int mst_file_read_whole(char **bytes, size_t *size, const char *path, size_t most, const char *expected,
                        struct mst_error *err);

#endif
