/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_message.c - see dns_message.h. */
#include "dialogue/dns_message.h"

#include <string.h>

#include "wire/bytes.h"

enum { HEAD = 12, RESPONSE = 0x8000, POINTER = 0xc0, POINTERS_MAX = 16, QUESTION_MAX = 128 };

void mst_domain_ask(struct mst_talk *talk, uint16_t id, const char *name, uint16_t type, uint16_t class)
{
	uint8_t question[HEAD + QUESTION_MAX] = { 0 };
	size_t at = HEAD;

	mst_put_be16(question, id);
	mst_put_be16(question + 4, 1);
	while (*name && at + strlen(name) + 6 < sizeof question) {
		size_t size = strcspn(name, ".");

		question[at++] = (uint8_t)size;
		memcpy(question + at, name, size);
		at += size;
		name += size + (name[size] == '.');
	}
	mst_put_be16(question + at + 1, type);
	mst_put_be16(question + at + 3, class);
	mst_talk_put(talk, question, at + 5);
}

static void skip_name(struct mst_reader *r)
{
	for (;;) {
		uint8_t size = mst_read_u8(r);

		if (size >= POINTER)
			mst_skip(r, 1);
		if (!size || size >= POINTER)
			return;
		mst_skip(r, size);
	}
}

bool mst_domain_begin(struct mst_reader *r, struct mst_domain_head *head)
{
	head->id = mst_read_be16(r);
	head->flags = mst_read_be16(r);
	head->questions = mst_read_be16(r);
	head->answers = mst_read_be16(r);
	mst_skip(r, 4);
	for (unsigned int i = 0; i < head->questions && !r->short_read; i++) {
		skip_name(r);
		mst_skip(r, 4);
	}
	return !r->short_read && head->flags & RESPONSE;
}

bool mst_domain_next(struct mst_reader *r, const uint8_t *message, struct mst_domain_record *record)
{
	const uint8_t *data;
	uint16_t size;

	skip_name(r);
	record->type = mst_read_be16(r);
	record->class = mst_read_be16(r);
	mst_skip(r, 4);
	size = mst_read_be16(r);
	data = mst_read_bytes(r, size);
	if (!data)
		return false;
	record->at = (size_t)(data - message);
	record->data = mst_reader_over(data, size);
	return true;
}

size_t mst_domain_name(const uint8_t *message, size_t size, size_t at, char *name, size_t room)
{
	struct mst_reader r = mst_reader_over(message, size);
	size_t length = 0;
	unsigned int pointers = 0;

	mst_skip(&r, at);
	for (;;) {
		uint8_t part = mst_read_u8(&r);
		const uint8_t *label;

		if (part >= POINTER) {
			size_t to = (size_t)(part & 0x3f) << 8 | mst_read_u8(&r);

			if (r.short_read || pointers++ == POINTERS_MAX)
				return 0;
			r = mst_reader_over(message, size);
			mst_skip(&r, to);
			continue;
		}
		label = mst_read_bytes(&r, part);
		if (r.short_read || length + part + 1 >= room)
			return 0;
		if (!part)
			return length;
		if (length)
			name[length++] = '.';
		memcpy(name + length, label, part);
		length += part;
	}
}
