/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filter.h - the kernel filter, which passes only frames that may be answers. Pure.
 */
#ifndef MST_RX_FILTER_H
#define MST_RX_FILTER_H

#include "rx/rx.h"

/* The expression in pcap-filter(7) language. 0, or -ENOSPC when `size` is too small. */
int mst_filter_write(char *text, size_t size, const struct mst_rx_wanted *wanted);

#endif
