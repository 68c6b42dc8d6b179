/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hilbert.h - the curve of Hilbert (1891): neighbours on a line are neighbours on a square, so that a prefix is a
 * square or half of one.
 *
 *     order 1    0 3     order 2    0  1 14 15
 *                1 2                3  2 13 12
 *                                   4  7  8 11
 *                                   5  6  9 10
 *
 * Pure.
 */
#ifndef MST_HTML_HILBERT_H
#define MST_HTML_HILBERT_H

#include <stdint.h>

struct mst_html_place {
	uint32_t x, y; /* y counts downwards */
};

/* The place of number `at`, below 4^order, on a square of 2^order; and back. `order` is at most 16. */
struct mst_html_place mst_html_hilbert(unsigned order, uint32_t at);
uint32_t mst_html_hilbert_at(unsigned order, struct mst_html_place place);

#endif
