/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replace.h - what a file that is replaced keeps: its owner, group and mode; and, where a new file could not have them,
 * all the rest too, because it is written over.
 */
#ifndef MST_BASE_REPLACE_H
#define MST_BASE_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Gives the new file owner, group and mode of the old one, but of the mode only the bits in `allowed`. False where a
 * new file cannot take its place: the rights do not suffice, the old one has several names (hard links), or an access
 * list. Then it is to be written over.
 */
bool mst_replace_attributes(int old, int new, mode_t allowed);

/*
 * Writes all that the file `from` holds over the file `to`, which then has no more. 0, or -errno: where there is no
 * room for it, `to` is as it was.
 */
int mst_replace_content(int to, int from);

#endif
