/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crc.h - CRC32C (Castagnoli; RFC 3720, section 12.1), by which a record proves that it is whole.
 *
 * Not of a library: zlib has another polynomial, and libisal, which has this one, would be one more library for a loop
 * around one instruction of the CPU.
 */
#ifndef MST_JOURNAL_CRC_H
#define MST_JOURNAL_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Of `count` bytes that follow those of which `crc` is; 0 to begin. */
uint32_t mst_crc32c(uint32_t crc, const void *bytes, size_t count);

/* The same without the instruction: for other CPUs, and for tests. */
uint32_t mst_crc32c_plain(uint32_t crc, const void *bytes, size_t count);

#endif
