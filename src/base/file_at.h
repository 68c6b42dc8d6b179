/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_at.h - all the bytes at a place of a file: pread(2) and pwrite(2), until they are done.
 */
#ifndef MST_BASE_FILE_AT_H
#define MST_BASE_FILE_AT_H

#include <stdint.h>
#include <sys/types.h>

/* Reads `size` bytes, fewer only where the file ends. Returns how many, or -errno. */
ssize_t mst_file_read_at(int fd, void *bytes, size_t size, uint64_t at);

/* Writes all of them: 0, or -errno. */
int mst_file_write_at(int fd, const void *bytes, size_t size, uint64_t at);

#endif
