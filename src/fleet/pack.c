/* SPDX-License-Identifier: BSD-2-Clause */
/* pack.c - see pack.h. */
#include "fleet/pack.h"

#include <errno.h>

#include "fleet/zip.h"
#include "journal/file.h"

#define CHUNK_FULL (UINT32_C(5) << 19) /* room is left for the largest block, and for services */

void mst_fleet_pack_open(struct mst_fleet_pack *pack, const struct mst_round_log *round, uint64_t first, uint64_t end,
                         bool is_last)
{
	*pack = (struct mst_fleet_pack){ .round = round, .first = first, .end = end, .is_last = is_last };
	mst_settled_init(&pack->settled, first);
	mst_store(&pack->low, first, relaxed);
}

void mst_fleet_pack_close(struct mst_fleet_pack *pack)
{
	mst_settled_free(&pack->settled);
	mst_position_set_free(&pack->unknown);
	mst_pending_free(&pack->pending);
	mst_shapes_free(&pack->shapes);
	mst_journal_services_free(&pack->services);
	mst_bytes_free(&pack->frames);
	mst_bytes_free(&pack->scratch);
	for (size_t i = 0; i < pack->chunk_count; i++)
		mst_bytes_free(&pack->chunks[i]);
	*pack = (struct mst_fleet_pack){ 0 };
}

static int fail(struct mst_fleet_pack *pack, int code)
{
	if (!pack->failed)
		pack->failed = code;
	return pack->failed;
}

/* ---- records ---- */

static void frame(struct mst_fleet_pack *pack, uint8_t type, const struct mst_bytes *payload)
{
	uint8_t head[MST_RECORD_HEADER];

	mst_record_head(head, type, payload);
	mst_bytes_put_bytes(&pack->frames, head, sizeof head);
	mst_bytes_put_bytes(&pack->frames, payload->bytes, payload->count);
	pack->frames.failed |= payload->failed;
}

static void flush_services(struct mst_fleet_pack *pack)
{
	if (pack->services.pending.count > 0)
		frame(pack, MST_RECORD_SERVICES, &pack->services.pending);
	pack->services.pending.count = 0;
}

static void flush(struct mst_fleet_pack *pack)
{
	struct mst_journal_block block;

	if (pack->pending.count > 0) {
		pack->scratch.count = 0;
		mst_block_put(&pack->scratch, &block, &pack->pending, &pack->shapes, 0);
		frame(pack, MST_RECORD_VERDICTS, &pack->scratch);
		pack->pending.shapes_written = pack->shapes.count;
		pack->pending.count = 0;
	}
	flush_services(pack);
}

static int end_chunk(struct mst_fleet_pack *pack)
{
	struct mst_bytes *chunk;

	if (pack->chunk_count == MST_FLEET_CHUNKS_MAX)
		return fail(pack, -EFBIG);
	chunk = &pack->chunks[pack->chunk_count++];
	mst_zip(chunk, pack->frames.bytes, pack->frames.count);
	if (pack->frames.failed || chunk->failed)
		return fail(pack, -ENOMEM);
	pack->frames.count = 0;
	mst_shapes_free(&pack->shapes);
	pack->shapes = (struct mst_shapes){ 0 };
	pack->pending.shapes_written = 0;
	return 0;
}

static int flush_if_full(struct mst_fleet_pack *pack)
{
	if (pack->pending.count < MST_PENDING_RECORDS && pack->services.pending.count < MST_PENDING_SERVICES_BYTES)
		return 0;
	flush(pack);
	return pack->frames.count >= CHUNK_FULL ? end_chunk(pack) : 0;
}

static int record(struct mst_fleet_pack *pack, const struct mst_result *result, bool provisional)
{
	int code = flush_if_full(pack);

	if (code == 0 && mst_pending_open(&pack->pending) < 0)
		code = fail(pack, -ENOMEM);
	if (code < 0)
		return code;
	mst_record_of(&pack->pending.records[pack->pending.count++],
	              mst_space_index(&pack->round->space, result->position), result, provisional, &pack->shapes);
	if (result->service && !mst_journal_services_add(&pack->services, result->position, result->service))
		return fail(pack, -ENOMEM);
	return 0;
}

/* ---- verdicts ---- */

/* A verdict about another target than the plan has at its position would be believed of the wrong one. */
static bool is_in_place(const struct mst_fleet_pack *pack, const struct mst_result *result)
{
	struct mst_question_at at = mst_space_at(&pack->round->space, result->position);

	return mst_addr_equal(&at.addr, &result->addr) && at.port == result->port;
}

static bool is_open_question(const struct mst_fleet_pack *pack, const struct mst_result *result)
{
	return result->state == MST_UNKNOWN && result->reason != MST_EXCLUDED && !pack->is_last;
}

/* What is known after all is no amendment of what nobody is told. */
static int keep(struct mst_fleet_pack *pack, const struct mst_result *result)
{
	struct mst_result first = *result;
	bool unknown = is_open_question(pack, result);

	if (unknown && mst_position_set_add(&pack->unknown, result->position) < 0)
		return fail(pack, -ENOMEM);
	if (!unknown && result->amended && mst_position_set_remove(&pack->unknown, result->position)) {
		first.amended = false;
		first.was = 0;
	}
	return record(pack, &first, unknown);
}

static int add(struct mst_fleet_pack *pack, const struct mst_result *result, bool stopped)
{
	bool silent = mst_silence_is(&pack->round->silence, result);
	int code = 0;

	if (result->position < pack->first || result->position >= pack->end)
		return 0;
	if (stopped && result->state == MST_UNKNOWN && result->reason != MST_EXCLUDED)
		return 0;
	if (!silent || pack->round->records_silence || result->amended)
		code = is_in_place(pack, result) ? keep(pack, result) : fail(pack, -EPROTO);
	if (code == 0 && !result->amended && mst_settled_add(&pack->settled, result->position) < 0)
		code = fail(pack, -ENOMEM);
	return code;
}

int mst_fleet_pack_add(struct mst_fleet_pack *pack, const struct mst_result *results, size_t count, bool stopped)
{
	for (size_t i = 0; i < count && !pack->failed; i++)
		(void)add(pack, &results[i], stopped);
	mst_store(&pack->low, pack->settled.low < pack->end ? pack->settled.low : pack->end, relaxed);
	return pack->failed;
}

/* ---- the end ---- */

static void add_hole(struct mst_fleet_pack *pack, uint64_t position, uint64_t apart)
{
	struct mst_fleet_range *last = pack->hole_count > 0 ? &pack->holes[pack->hole_count - 1] : NULL;

	if (last && (position - last->end < apart || pack->hole_count == MST_FLEET_HOLES_MAX))
		last->end = position + 1;
	else
		pack->holes[pack->hole_count++] = (struct mst_fleet_range){ position, position + 1 };
}

/* Neighbours are joined, and in a long list also what is less far apart than its share of the block: verdicts between
 * them are asked a second time, and the first one holds. */
static void find_holes(struct mst_fleet_pack *pack, uint64_t until)
{
	uint64_t position, apart = 1 + (mst_position_set_count(&pack->unknown) > MST_FLEET_HOLES_MAX
	                                        ? (until - pack->first) / MST_FLEET_HOLES_MAX
	                                        : 0);

	while (mst_position_set_take(&pack->unknown, &position, 1) == 1 && position < until)
		add_hole(pack, position, apart);
}

int mst_fleet_pack_finish(struct mst_fleet_pack *pack, uint64_t until)
{
	if (pack->failed)
		return pack->failed;
	find_holes(pack, until);
	flush(pack);
	return pack->frames.count > 0 || pack->chunk_count == 0 ? end_chunk(pack) : 0;
}
