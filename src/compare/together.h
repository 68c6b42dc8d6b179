/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * together.h - what several files say of their runs, as if they were one.
 */
#ifndef MST_COMPARE_TOGETHER_H
#define MST_COMPARE_TOGETHER_H

#include <muster/rows.h>

/* -EINVAL with a sentence: no files, or rows about hosts among rows about ports. */
int mst_together_check(struct mst_rows *const *files, size_t count, struct mst_error *err);

/* What all of them say alike, and the time from the first start to the last end; `one_plan`: they asked the same. */
struct mst_rows_about mst_together(struct mst_rows *const *files, size_t count, bool one_plan);

#endif
