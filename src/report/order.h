/*
 * order.h - sorts verdicts by address and port, where they stand.
 */
#ifndef MST_REPORT_ORDER_H
#define MST_REPORT_ORDER_H

#include <muster/result.h>
#include <stddef.h>

/* By family, address, scope, port; equals in any order. */
void mst_order_rows(struct mst_result *rows, size_t count);

/* The same order of two: negative, 0 or positive. */
int mst_order_compare(const struct mst_result *a, const struct mst_result *b);

#endif
