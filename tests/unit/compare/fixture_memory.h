/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_memory.h - rows that are in memory, and short ways to write them.
 */
#ifndef MST_TEST_COMPARE_MEMORY_H
#define MST_TEST_COMPARE_MEMORY_H

#include "base/rows.h"

/* Rows of an array, which is borrowed. Format "csv" unless it is changed; not complete, and nothing is known. */
struct mst_rows *memory_rows(const struct mst_result *results, size_t count);

/* What they say of themselves, to be changed. */
struct mst_rows_about *memory_about(struct mst_rows *rows);

/* They are of a fleet, all of one worker. */
void memory_of_worker(struct mst_rows *rows, const char *name);

/* They end after this many rows, with -EIO. */
void memory_fail_at(struct mst_rows *rows, size_t count);

/* A closed set; freed by the caller. */
struct mst_targets *memory_targets(const char *text);

/* 10.0.0.NUMBER */
struct mst_result host(unsigned number, enum mst_state state, enum mst_reason reason);
struct mst_result port(unsigned number, uint16_t port, enum mst_state state, enum mst_reason reason);
struct mst_result udp(unsigned number, uint16_t port, enum mst_state state, enum mst_reason reason);

#define MEMORY(array) memory_rows(array, sizeof(array) / sizeof *(array))

#endif
