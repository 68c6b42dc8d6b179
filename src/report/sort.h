/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sort.h - sorts verdicts by address and port, in place.
 */
#ifndef MST_REPORT_SORT_H
#define MST_REPORT_SORT_H

#include <muster/result.h>
#include <stddef.h>

/* Sorts by family, address, scope, port; not stable. */
void mst_sort_results(struct mst_result *rows, size_t count);

/* Compares two by the same order: negative, 0 or positive. */
int mst_sort_compare(const struct mst_result *a, const struct mst_result *b);

#endif
