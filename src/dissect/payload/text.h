/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - describes protocols whose messages are lines of text: the name, and the first line.
 *
 * A payload that does not begin with a line of printable ASCII has the name only: it is data, or the middle of a
 * message. So has one whose first word is no command and that is no reply ("HTTP/1.1 200 OK"), where the protocol has
 * a list of commands.
 */
#ifndef MST_DISSECT_PAYLOAD_TEXT_H
#define MST_DISSECT_PAYLOAD_TEXT_H

#include "dissect/common/layer.h"

struct mst_text_protocol {
	const char *name;            /* "HTTP" */
	const char *const *commands; /* in capital letters, NULL behind the last; NULL: every line is one */
};

/* "HTTP: GET / HTTP/1.1" */
void mst_describe_text(struct mst_line *line, const struct mst_layer *layer, const struct mst_text_protocol *protocol);

enum mst_first_line {
	MST_LINE_NONE,     /* other bytes than text */
	MST_LINE_CUT,      /* text, whose end was not captured */
	MST_LINE_UNENDING, /* text up to the end of the layer */
	MST_LINE_WHOLE,
};

/* The first line of a layer: printable ASCII and tabs up to a line feed. Sets its length, without the end of line. */
enum mst_first_line mst_text_first_line(const struct mst_layer *layer, size_t *length);

/* Writes such text as it is; a tab as a blank. */
void mst_text_add(struct mst_line *line, const uint8_t *bytes, size_t count);

#endif
