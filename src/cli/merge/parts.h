/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parts.h - shards: which parts of an order no merged file has.
 */
#ifndef MST_CLI_MERGE_PARTS_H
#define MST_CLI_MERGE_PARTS_H

#include <muster/compare.h>
#include <stdio.h>

/* Whether a part is known to be in no file. */
bool mst_parts_lack(const struct mst_rows *merged);

/* The parts that are in no file, those that several have, and shards that do not belong together. */
void mst_parts_print(FILE *out, const struct mst_rows *merged);

#endif
