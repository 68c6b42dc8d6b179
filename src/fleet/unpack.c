/* SPDX-License-Identifier: BSD-2-Clause */
/* unpack.c - see unpack.h. */
#include "fleet/unpack.h"

#include <errno.h>

#include "fleet/pack.h"
#include "fleet/zip.h"
#include "journal/crc.h"
#include "journal/format.h"

struct unpacking {
	const struct mst_space *space;
	uint64_t first, end;
	const struct mst_fleet_sink *sink;
	struct mst_shapes shapes;
};

/* The payload of the next record, and its type. */
static int next_frame(struct mst_reader *r, struct mst_reader *payload, uint8_t *type)
{
	const uint8_t *head = mst_read_bytes(r, MST_RECORD_HEADER);
	struct mst_reader fields = mst_reader_over(head, head ? MST_RECORD_HEADER : 0);
	uint32_t length = mst_read_le32(&fields);
	const uint8_t *bytes;

	*type = mst_read_u8(&fields);
	if (mst_read_be24(&fields) != 0 || length > MST_FLEET_CHUNK_BYTES)
		return -EBADMSG;
	bytes = mst_read_bytes(r, length);
	if (r->short_read || mst_crc32c(mst_crc32c(0, head, 8), bytes, length) != mst_read_le32(&fields))
		return -EBADMSG;
	*payload = mst_reader_over(bytes, length);
	return 0;
}

static bool is_wanted(const struct unpacking *unpacking, uint64_t position)
{
	return position >= unpacking->first && position < unpacking->end;
}

static int take_verdict(struct unpacking *unpacking, const struct mst_journal_record *record)
{
	bool unknown = record->shape.flags & MST_SHAPE_PROVISIONAL;
	int (*sink)(void *, const struct mst_result *) = unknown ? unpacking->sink->unknown : unpacking->sink->verdict;
	struct mst_result result;
	uint64_t position;

	if (!mst_space_position(unpacking->space, record->index, &position) ||
	    (unknown && record->shape.state != MST_UNKNOWN))
		return -EBADMSG;
	if (!is_wanted(unpacking, position) || !sink)
		return 0;
	mst_record_result(&result, record, unpacking->space, position);
	return sink(unpacking->sink->user, &result);
}

static int take_verdicts(struct unpacking *unpacking, struct mst_reader *r)
{
	struct mst_journal_record record = { 0 };
	struct mst_journal_block block;
	mst_uint128 last = 0;
	int code = mst_block_read(r, &block, &unpacking->shapes);

	if (code == 0 && block.round != 0)
		code = -EBADMSG;
	for (uint32_t i = 0; code == 0 && i < block.records; i++) {
		mst_block_next(r, &record, last, block.base_ms, &unpacking->shapes);
		code = r->short_read ? -EBADMSG : take_verdict(unpacking, &record);
		last = record.index;
	}
	return code == 0 && r->left > 0 ? -EBADMSG : code;
}

static int take_services(struct unpacking *unpacking, struct mst_reader *r)
{
	int code = 0;

	while (r->left > 0 && code == 0) {
		uint64_t position = mst_read_varint(r);
		size_t count = (size_t)mst_read_varint_to(r, MST_SERVICE_BYTES_MAX);
		const uint8_t *bytes = mst_read_bytes(r, count);
		struct mst_service service;

		if (r->short_read || count == 0 || position < unpacking->space->begin ||
		    position >= unpacking->space->end || !unpacking->space->ports ||
		    !mst_service_unpack(&service, bytes, count))
			return -EBADMSG;
		if (is_wanted(unpacking, position) && unpacking->sink->service)
			code = unpacking->sink->service(unpacking->sink->user, position, &service);
	}
	return code;
}

int mst_fleet_unpack_frames(const uint8_t *bytes, size_t count, const struct mst_space *space, uint64_t first,
                            uint64_t end, const struct mst_fleet_sink *sink)
{
	struct unpacking unpacking = { .space = space, .first = first, .end = end, .sink = sink };
	struct mst_reader r = mst_reader_over(bytes, count);
	int code = 0;

	while (r.left > 0 && code == 0) {
		struct mst_reader payload;
		uint8_t type;

		code = next_frame(&r, &payload, &type);
		if (code < 0)
			break;
		if (type == MST_RECORD_VERDICTS)
			code = take_verdicts(&unpacking, &payload);
		else
			code = type == MST_RECORD_SERVICES ? take_services(&unpacking, &payload) : -EBADMSG;
	}
	mst_shapes_free(&unpacking.shapes);
	return code;
}

int mst_fleet_unpack(const uint8_t *bytes, size_t count, const struct mst_space *space, uint64_t first, uint64_t end,
                     const struct mst_fleet_sink *sink)
{
	struct mst_bytes frames = { 0 };
	int code = count > MST_FLEET_CHUNK_BYTES ? -EBADMSG : mst_unzip(&frames, bytes, count, MST_FLEET_CHUNK_BYTES);

	if (code == 0)
		code = mst_fleet_unpack_frames(frames.bytes, frames.count, space, first, end, sink);
	mst_bytes_free(&frames);
	return code;
}
