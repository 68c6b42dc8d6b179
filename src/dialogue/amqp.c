/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * amqp.c - AMQP 0-9-1 (specification, 4.2.2 and 1.4.2.1): the header of the protocol, answered by connection.start with
 * the server's properties; or by the header of the version that the server speaks.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { FRAME_METHOD = 1, CONNECTION = 10, START = 10, FRAME_MAX = 16384 };

static const uint8_t header[] = { 'A', 'M', 'Q', 'P', 0, 0, 9, 1 };

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, header, sizeof header);
}

static bool is_header(const uint8_t *bytes, size_t size)
{
	return size >= 8 && !memcmp(bytes, "AMQP", 4);
}

static bool is_start(const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	uint8_t type = mst_read_u8(&r);
	uint16_t channel = mst_read_be16(&r);
	uint32_t length = mst_read_be32(&r), method = mst_read_be32(&r);

	return !r.short_read && type == FRAME_METHOD && !channel && length >= 14 && length <= FRAME_MAX &&
	       method == (CONNECTION << 16 | START);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return is_header(bytes, size) || is_start(bytes, size);
}

static void read_property(struct mst_talk *talk, const uint8_t *name, size_t size, const struct mst_reader *value)
{
	if (size == 7 && !memcmp(name, "product", 7))
		mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, value->at, value->left);
	else if (size == 7 && !memcmp(name, "version", 7))
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, value->at, value->left);
}

static size_t value_size(uint8_t type, struct mst_reader *r)
{
	switch (type) {
	case 'S':
	case 'F':
	case 'A':
	case 'x': return mst_read_be32(r);
	case 't':
	case 'b':
	case 'B': return 1;
	case 's':
	case 'u':
	case 'U': return 2;
	case 'I':
	case 'i':
	case 'f': return 4;
	case 'D': return 5;
	case 'l':
	case 'L':
	case 'd':
	case 'T': return 8;
	default: return 0;
	}
}

static void read_table(struct mst_talk *talk, struct mst_reader r)
{
	while (r.left && !r.short_read) {
		size_t name_size = mst_read_u8(&r), size;
		const uint8_t *name = mst_read_bytes(&r, name_size), *value;
		uint8_t type = mst_read_u8(&r);

		size = value_size(type, &r);
		value = mst_read_bytes(&r, size);
		if (name && value && type == 'S')
			read_property(talk, name, name_size, &(struct mst_reader){ .at = value, .left = size });
	}
}

static enum mst_step read_start(struct mst_talk *talk, const struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t length;
	const uint8_t *table, *mechanisms;
	size_t size;

	mst_skip(&r, 3);
	length = mst_read_be32(&r);
	if (r.left <= length) /* its last byte comes behind it */
		return mst_finding_wait(heard);
	mst_skip(&r, 4 + 2); /* method, version of the protocol */
	size = mst_read_be32(&r);
	table = mst_read_bytes(&r, size);
	if (table)
		read_table(talk, mst_reader_over(table, size));
	size = mst_read_be32(&r);
	mechanisms = mst_read_bytes(&r, size);
	if (mechanisms)
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, mechanisms, size);
	return mst_finding_done(talk, "amqp");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	if (is_header(heard->bytes, heard->size)) {
		mst_finding_text(talk, MST_SERVICE_CAPABILITIES, "AMQP-%u.%u.%u", heard->bytes[5], heard->bytes[6],
		                 heard->bytes[7]);
		return mst_finding_done(talk, "amqp");
	}
	if (is_start(heard->bytes, heard->size))
		return read_start(talk, heard);
	return heard->size < 11 ? mst_finding_wait(heard) : MST_STEP_NOT_MINE;
}

const struct mst_dialogue mst_dialogue_amqp = {
	.name = "amqp",
	.ports = "5672",
	.tls_ports = "5671",
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
