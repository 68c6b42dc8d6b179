/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * http_message.h - an answer of HTTP/1.x (RFC 9112) taken apart: its head, and the front of its body without the sizes
 * of chunks. A body that is compressed is not looked at.
 */
#ifndef MST_DIALOGUE_HTTP_MESSAGE_H
#define MST_DIALOGUE_HTTP_MESSAGE_H

#include "dialogue/lines.h"

#define MST_HTTP_BODY 16384 /* bytes of a body that are looked at */

struct mst_http_message {
	struct mst_phrase head; /* from the status line up to the empty line */
	struct mst_phrase body; /* empty where it is compressed; points into `room` or what was heard */
	bool headed;            /* the head has ended */
	bool whole;             /* so has the body, as far as the head tells */
	uint8_t room[MST_HTTP_BODY];
};

/* Of bytes that begin with a status line. What was heard is borrowed. */
void mst_http_take_apart(struct mst_http_message *message, struct mst_phrase heard);

/* The text between <title …> and </title>, without blanks around it. False: there is none, or it has not ended. */
bool mst_http_title(struct mst_phrase body, struct mst_phrase *title);

#endif
