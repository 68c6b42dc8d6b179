/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bounded_text.h - a text that is put together in memory of fixed size.
 */
#ifndef MST_BASE_BOUNDED_TEXT_H
#define MST_BASE_BOUNDED_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Begin with all of the memory, which holds at least one byte. */
struct mst_bounded_text {
	char *at; /* the NUL at its end */
	size_t left;
	bool cut; /* something did not fit, and was left out */
};

void mst_bounded_add(struct mst_bounded_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
