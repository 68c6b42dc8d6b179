/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lists.h - values that are several, as lists of a report.
 */
#ifndef MST_CLI_OPTIONS_LISTS_H
#define MST_CLI_OPTIONS_LISTS_H

#include "cli/options/options.h"

/*
 * Makes a list of the items, each of which is taken apart at `between` unless that is 0. One allocation, which
 * mst_option_pair_free frees; `items` is NULL without memory.
 */
void mst_pair_of_items(struct mst_pair *pair, const char *const *items, size_t count, char between);

#endif
