/* SPDX-License-Identifier: BSD-2-Clause */
/* http_message.c - see http_message.h. */
#include "dialogue/http_message.h"

#include <string.h>

#include "base/hex.h"

/* False: the head has not ended; it is all there is, then. */
static bool take_head(struct mst_phrase *rest, struct mst_phrase *head)
{
	struct mst_phrase line, all = *rest;

	*head = all;
	while (mst_phrase_take_line(rest, &line)) {
		if (!line.size) {
			head->size = (size_t)(rest->at - all.at);
			return true;
		}
	}
	return false;
}

/* A number that fits; bytes past it are left. */
static size_t read_number(struct mst_phrase words, unsigned base)
{
	size_t value = 0;

	for (size_t i = 0; i < words.size && value < MST_TALK_IN; i++) {
		int digit = mst_hex_digit(words.at[i]);

		if (digit < 0 || (unsigned)digit >= base)
			break;
		value = value * base + (unsigned)digit;
	}
	return value;
}

static void add_chunk(struct mst_http_message *message, struct mst_phrase chunk)
{
	size_t room = sizeof message->room - message->body.size, size = chunk.size < room ? chunk.size : room;

	if (size)
		memcpy(message->room + message->body.size, chunk.at, size);
	message->body.size += size;
}

/* RFC 9112, 7.1: a size in hexadecimal on a line, as many bytes, and an empty line; size 0 ends them. */
static void join_chunks(struct mst_http_message *message, struct mst_phrase rest)
{
	struct mst_phrase line;

	message->body = (struct mst_phrase){ message->room, 0 };
	while (!message->whole && mst_phrase_take_line(&rest, &line)) {
		size_t size = read_number(line, 16);

		message->whole = size == 0;
		if (size > rest.size)
			size = rest.size;
		add_chunk(message, (struct mst_phrase){ rest.at, size });
		rest = (struct mst_phrase){ rest.at + size, rest.size - size };
		(void)mst_phrase_take_line(&rest, &line);
	}
}

static bool has_no_body(struct mst_phrase head)
{
	size_t at = mst_phrase_find(head, " ");
	struct mst_phrase status = { 0 };

	if (at < head.size)
		status = mst_phrase_after(head, at + 1);
	return mst_phrase_begin(status, "204") || mst_phrase_begin(status, "304");
}

void mst_http_take_apart(struct mst_http_message *message, struct mst_phrase heard)
{
	struct mst_phrase rest = heard, length, coding;

	message->whole = false;
	message->body = (struct mst_phrase){ message->room, 0 };
	message->headed = take_head(&rest, &message->head);
	if (!message->headed)
		return;
	length = mst_phrase_header(message->head, "Content-Length");
	coding = mst_phrase_header(message->head, "Content-Encoding");
	if (mst_phrase_find(mst_phrase_header(message->head, "Transfer-Encoding"), "chunked") != SIZE_MAX) {
		join_chunks(message, rest);
	} else {
		message->body = rest;
		message->whole = has_no_body(message->head) || (length.size && rest.size >= read_number(length, 10));
	}
	if (coding.size && !mst_phrase_begin(coding, "identity"))
		message->body.size = 0;
	if (message->body.size > MST_HTTP_BODY)
		message->body.size = MST_HTTP_BODY;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool mst_http_title(struct mst_phrase body, struct mst_phrase *title)
{
	size_t at = mst_phrase_find(body, "<title"), end;

	if (at == SIZE_MAX)
		return false;
	body = (struct mst_phrase){ body.at + at, body.size - at };
	at = mst_phrase_find(body, ">");
	end = mst_phrase_find(body, "</title");
	if (at == SIZE_MAX || end == SIZE_MAX || end < at)
		return false;
	for (at++; at < end && is_blank(body.at[at]); at++)
		;
	while (end > at && is_blank(body.at[end - 1]))
		end--;
	*title = (struct mst_phrase){ body.at + at, end - at };
	return true;
}
