/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mongodb.c - MongoDB's wire protocol: the command buildInfo in an OP_MSG, which servers since 3.6 answer without a
 * login; older ones close, and are asked once more by an OP_QUERY.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { OP_REPLY = 1, OP_MSG = 2013, HEAD = 16, PHASE_MSG = 0, PHASE_QUERY = 1, ANSWER_MAX = 1 << 16 };

static const uint8_t message[] = {
	56, 0, 0,  0,   1,   0,   0,    0,   0,   0,   0,   0,   0xdd, 7,   0,   0,   0, 0, 0,
	0,  0, 35, 0,   0,   0,   0x10, 'b', 'u', 'i', 'l', 'd', 'I',  'n', 'f', 'o', 0, 1, 0,
	0,  0, 2,  '$', 'd', 'b', 0,    6,   0,   0,   0,   'a', 'd',  'm', 'i', 'n', 0, 0,
};
static const uint8_t query[] = {
	59,  0,   0,   0,    1,   0,   0,   0,   0,   0,   0,   0,   0xd4, 7, 0, 0,    0,    0,    0,    0,
	'a', 'd', 'm', 'i',  'n', '.', '$', 'c', 'm', 'd', 0,   0,   0,    0, 0, 0xff, 0xff, 0xff, 0xff, 20,
	0,   0,   0,   0x10, 'b', 'u', 'i', 'l', 'd', 'I', 'n', 'f', 'o',  0, 1, 0,    0,    0,    0,
};

static void begin(struct mst_talk *talk)
{
	if (talk->phase == PHASE_MSG)
		mst_talk_put(talk, message, sizeof message);
	else
		mst_talk_put(talk, query, sizeof query);
}

/* Bytes of a value of BSON; SIZE_MAX for a type that is not known. */
static size_t value_size(uint8_t type, struct mst_reader r)
{
	switch (type) {
	case 0x02: return 4 + (size_t)mst_read_le32(&r);
	case 0x03:
	case 0x04: return mst_read_le32(&r);
	case 0x05: return 5 + (size_t)mst_read_le32(&r);
	case 0x06:
	case 0x0a: return 0;
	case 0x07: return 12;
	case 0x08: return 1;
	case 0x10: return 4;
	case 0x01:
	case 0x09:
	case 0x11:
	case 0x12: return 8;
	case 0x13: return 16;
	default: return SIZE_MAX;
	}
}

static void read_element(struct mst_talk *talk, uint8_t type, const uint8_t *name, const uint8_t *value, size_t size)
{
	if (type == 2 && size > 5 && !strcmp((const char *)name, "version"))
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, value + 4, size - 5);
	if (!strncmp((const char *)name, "ferretdb", 8))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "FerretDB");
}

static void read_document(struct mst_talk *talk, struct mst_reader *r)
{
	mst_skip(r, 4);
	for (;;) {
		uint8_t type = mst_read_u8(r);
		const uint8_t *name, *value;
		size_t size;

		name = type ? mst_finding_until(r, 0, &size) : NULL;
		if (!name)
			break;
		size = value_size(type, *r);
		value = size > ANSWER_MAX ? NULL : mst_read_bytes(r, size);
		if (!value)
			break;
		read_element(talk, type, name, value, size);
	}
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "MongoDB");
}

static bool is_answer(const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	uint32_t length = mst_read_le32(&r), opcode;

	mst_skip(&r, 4);
	mst_skip(&r, 4);
	opcode = mst_read_le32(&r);
	return !r.short_read && length >= HEAD + 4 && length <= ANSWER_MAX && (opcode == OP_MSG || opcode == OP_REPLY);
}

static enum mst_step nothing_more(struct mst_talk *talk, const struct mst_heard *heard)
{
	enum mst_step step = mst_finding_wait(heard);

	if (step != MST_STEP_NOT_MINE || heard->size || talk->phase != PHASE_MSG)
		return step;
	talk->phase = PHASE_QUERY;
	return MST_STEP_AGAIN;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t length = mst_read_le32(&r), opcode;

	if (heard->size < HEAD)
		return nothing_more(talk, heard);
	if (!is_answer(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	if (heard->size < length && !heard->ended && !heard->full)
		return MST_STEP_READ;
	mst_skip(&r, 8);
	opcode = mst_read_le32(&r);
	mst_skip(&r, opcode == OP_MSG ? 5 : 20); /* flags and kind; flags, cursor, counts */
	read_document(talk, &r);
	return mst_finding_done(talk, "mongodb");
}

const struct mst_dialogue mst_dialogue_mongodb = {
	.name = "mongodb",
	.ports = "27017,27018,27019",
	.tls_ports = "",
	.anywhere = true,
	.knows = is_answer,
	.begin = begin,
	.read = read_answer,
};
