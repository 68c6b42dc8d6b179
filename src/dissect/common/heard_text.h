/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * heard_text.h - bytes inside a message: text of a machine, or an address. They live as long as the message does, are
 * not terminated and may hold any byte.
 */
#ifndef MST_DISSECT_COMMON_HEARD_TEXT_H
#define MST_DISSECT_COMMON_HEARD_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* `bytes` is NULL when the message has none. */
struct mst_heard_text {
	const uint8_t *bytes;
	size_t count;
};

#endif
