/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * span.h - bytes inside a message: text of a machine, or an address. They live as long as the message does, are not
 * terminated and may hold any byte.
 */
#ifndef MST_DISSECT_COMMON_SPAN_H
#define MST_DISSECT_COMMON_SPAN_H

#include <stddef.h>
#include <stdint.h>

/* `bytes` is NULL when the message has none. */
struct mst_span {
	const uint8_t *bytes;
	size_t count;
};

#endif
