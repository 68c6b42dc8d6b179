/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * part.h - which part of its order a run asked, by what its file says: the parameters of its report, or its command
 * line.
 */
#ifndef MST_COMPARE_PART_H
#define MST_COMPARE_PART_H

#include <muster/rows.h>

struct mst_part {
	uint32_t shard, shards; /* 1 of 1: all of it, or not known */
	char seed[24];          /* as the run names it; empty: not known */
	bool sampled;           /* a random share, or a number, of the targets */
};

struct mst_part mst_part_of(const struct mst_rows_about *about);

#endif
