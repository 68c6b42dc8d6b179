/* SPDX-License-Identifier: BSD-2-Clause */
/* loading.c - reads the file of a journal from its first byte to its last whole record; see handle.h and format.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file_at.h"
#include "base/worker_sets.h"
#include "journal/crc.h"
#include "journal/format.h"
#include "journal/handle.h"
#include "journal/mark.h"
#include "journal/targets_record.h"

#define SEARCHED (UINT64_C(4) << 20) /* bytes behind a broken record, for a whole one */
#define SECTOR 512

struct loading {
	struct mst_journal *journal;
	uint64_t size;
	struct mst_bytes buffer; /* the payload */
	uint8_t type;
};

/* Short at the end of the file, and where it cannot be read. */
static bool read_at(int fd, void *bytes, size_t count, uint64_t at)
{
	return mst_file_read_at(fd, bytes, count, at) == (ssize_t)count;
}

static int damaged(const struct loading *loading, uint64_t at, struct mst_error *err)
{
	return mst_fail(err, -EBADMSG, "%s is damaged at byte %" PRIu64 " of %" PRIu64, loading->journal->file.path, at,
	                loading->size);
}

static int check_header(struct loading *loading, struct mst_error *err)
{
	const char *path = loading->journal->file.path;
	uint8_t header[MST_JOURNAL_HEADER] = { 0 };
	struct mst_reader r = mst_reader_over(header + 8, 8);
	uint32_t version, crc;

	if (!read_at(loading->journal->file.fd, header, sizeof header, 0) || memcmp(header, MST_JOURNAL_MAGIC, 8) != 0)
		return mst_fail(err, -EBADMSG, "%s is no journal of muster", path);
	version = mst_read_le32(&r);
	crc = mst_read_le32(&r);
	if (crc != mst_crc32c(0, header, 12) || version == 0)
		return damaged(loading, 8, err);
	if (version > MST_JOURNAL_VERSION)
		return mst_fail(err, -ENOTSUP,
		                "%s is a journal of format %" PRIu32 ", of a newer muster: this one reads format %d",
		                path, version, MST_JOURNAL_VERSION);
	loading->journal->file.version = version;
	return 0;
}

/* ---- records ---- */

struct header {
	uint32_t length, crc;
	uint8_t type;
	uint8_t bytes[MST_RECORD_HEADER];
};

/* Whether these may be the first bytes of a record that ends in the file. */
static bool is_header(struct header *header, uint64_t at, uint64_t size)
{
	struct mst_reader r = mst_reader_over(header->bytes, sizeof header->bytes);

	header->length = mst_read_le32(&r);
	header->type = mst_read_u8(&r);
	if (mst_read_be24(&r) != 0 || header->type < MST_RECORD_PLAN || header->type > MST_RECORD_LAST)
		return false;
	header->crc = mst_read_le32(&r);
	return header->length <= (header->type == MST_RECORD_PLAN ? MST_PLAN_BYTES_MAX : MST_BLOCK_BYTES_MAX) &&
	       header->length <= size - at - MST_RECORD_HEADER;
}

/* Reads a whole record into the buffer: 1; 0: there is none; -ENOMEM. */
static int read_record(struct loading *loading, uint64_t at)
{
	struct header header;
	int fd = loading->journal->file.fd;

	if (loading->size - at < MST_RECORD_HEADER || !read_at(fd, header.bytes, sizeof header.bytes, at) ||
	    !is_header(&header, at, loading->size))
		return 0;
	loading->buffer.count = 0;
	if (!mst_bytes_reserve(&loading->buffer, header.length + 1))
		return -ENOMEM;
	if (!read_at(fd, loading->buffer.bytes, header.length, at + MST_RECORD_HEADER))
		return 0;
	loading->buffer.count = header.length;
	loading->type = header.type;
	return mst_crc32c(mst_crc32c(0, header.bytes, 8), loading->buffer.bytes, header.length) == header.crc;
}

/* A sector of zeros: after a power cut what was written later may be there, and this not. */
static bool has_hole(const uint8_t *bytes, size_t count, uint64_t from)
{
	static const uint8_t zeros[SECTOR];

	for (size_t i = (size_t)(-from % SECTOR); i + SECTOR <= count; i += SECTOR) {
		if (memcmp(bytes + i, zeros, SECTOR) == 0)
			return true;
	}
	return false;
}

/* Whether a whole record begins in one of the bytes that follow a broken one: then the file is damaged, not cut. */
static int search_record(struct loading *loading, uint64_t from)
{
	uint64_t left = loading->size - from;
	size_t count = (size_t)(left < SEARCHED ? left : SEARCHED);
	uint8_t *bytes = malloc(count + 1);
	int code = bytes ? 0 : -ENOMEM;

	if (bytes && read_at(loading->journal->file.fd, bytes, count, from)) {
		for (size_t i = 1; i + MST_RECORD_HEADER <= count && code == 0; i++) {
			if (bytes[i + 4] != 0 && bytes[i + 4] <= MST_RECORD_LAST && bytes[i + 5] == 0 &&
			    bytes[i + 6] == 0 && bytes[i + 7] == 0)
				code = read_record(loading, from + i);
			if (code == 1 && has_hole(bytes, i, from)) {
				code = 0;
				break;
			}
		}
	}
	free(bytes);
	return code;
}

/* ---- what they say ---- */

static int load_plan(struct mst_journal *journal, const uint8_t *bytes, size_t count)
{
	int code = mst_run_plan_read(&journal->plan, bytes, count);

	if (code < 0 || !journal->writes)
		return code;
	journal->plan.bytes = malloc(count + 1);
	if (!journal->plan.bytes)
		return -ENOMEM;
	memcpy(journal->plan.bytes, bytes, count);
	journal->plan.byte_count = count;
	return 0;
}

static int load_process(struct mst_journal *journal, struct mst_reader *r)
{
	struct mst_journal_info *info = &journal->info;

	journal->process_pid = (int64_t)mst_read_varint_to(r, INT64_MAX);
	journal->process_ns = mst_read_varint(r);
	if (info->processes++ == 0)
		info->started_ns = journal->process_ns;
	mst_mark_add(&journal->before, &journal->newest);
	journal->newest = (struct mst_journal_mark){ 0 };
	return r->short_read ? -EBADMSG : 0;
}

static int load_verdict(struct mst_journal *journal, size_t number, const struct mst_journal_record *record)
{
	struct mst_round_log *round = &journal->plan.rounds[number];
	uint64_t position;

	if (!mst_space_position(&round->space, record->index, &position))
		return -EBADMSG;
	if (record->shape.flags & MST_SHAPE_PROVISIONAL)
		return 0;
	mst_verdict_tally_add(&round->tally, &record->shape);
	if (record->shape.state == MST_UP && journal->plan.round_count > 1 && number == 0 && !round->space.wide &&
	    mst_position_set_add(&journal->plan.up, (uint64_t)record->index) < 0)
		return -ENOMEM;
	return mst_settled_add(&round->settled, position);
}

static int load_verdicts(struct mst_journal *journal, struct mst_reader *r, uint64_t at)
{
	struct mst_journal_record record = { 0 };
	struct mst_journal_block block;
	mst_uint128 last = 0;
	int code = mst_block_read(r, &block, &journal->shapes);

	if (code == 0 && block.round >= journal->plan.round_count)
		code = -EBADMSG;
	for (uint32_t i = 0; i < block.records && code == 0; i++) {
		mst_block_next(r, &record, last, block.base_ms, &journal->shapes);
		if (i == 0)
			block.first = record.index;
		last = record.index;
		code = r->short_read ? -EBADMSG : load_verdict(journal, block.round, &record);
	}
	if (code < 0 || r->left > 0)
		return code < 0 ? code : -EBADMSG;
	block.at += at;
	return mst_journal_note_block(journal, &block);
}

static int load_mark(struct mst_journal *journal, struct mst_reader *r)
{
	int code = mst_mark_read(r, &journal->info.marked_ns, journal->plan.rounds, journal->plan.round_count,
	                         &journal->newest);

	return code < 0 ? code : mst_journal_note_low(journal, journal->info.marked_ns);
}

static int load_services(struct mst_journal *journal, struct mst_reader r, uint64_t at)
{
	return mst_journal_services_note(&journal->services, r, at, &mst_journal_last_round(journal)->space, NULL);
}

static int load_excluded(struct mst_journal *journal, struct mst_reader *r)
{
	int code;

	mst_targets_free(journal->excluded);
	code = mst_read_targets(r, &journal->excluded);
	return code == 0 && r->left > 0 ? -EBADMSG : code;
}

static int load_workers(struct mst_journal *journal, struct mst_reader *r)
{
	const struct mst_space *space = &mst_journal_last_round(journal)->space;
	int code = 0;

	while (r->left > 0 && code == 0) {
		uint64_t first = mst_read_varint(r), end = mst_read_varint(r);
		size_t length = (size_t)mst_read_varint_to(r, MST_WORKER_NAME_MAX);
		const char *name = (const char *)mst_read_bytes(r, length);

		if (r->short_read || first < space->begin || end > space->end)
			return -EBADMSG;
		code = mst_journal_workers_add(&journal->workers, first, end, name, length);
	}
	return code;
}

/* `at`: of the payload in the file. */
static int load_record(struct loading *loading, uint64_t at)
{
	struct mst_journal *journal = loading->journal;
	struct mst_reader r = mst_reader_over(loading->buffer.bytes, loading->buffer.count);
	bool is_plan = loading->type == MST_RECORD_PLAN;

	if (is_plan != (journal->plan.round_count == 0) || journal->info.complete)
		return -EBADMSG;
	switch (loading->type) {
	case MST_RECORD_PLAN: return load_plan(journal, loading->buffer.bytes, loading->buffer.count);
	case MST_RECORD_PROCESS: return load_process(journal, &r);
	case MST_RECORD_VERDICTS: return load_verdicts(journal, &r, at);
	case MST_RECORD_MARK: return load_mark(journal, &r);
	case MST_RECORD_EXCLUDED: return load_excluded(journal, &r);
	case MST_RECORD_WORKERS: return load_workers(journal, &r);
	case MST_RECORD_SERVICES: return load_services(journal, r, at);
	default: journal->info.complete = true; return 0;
	}
}

static int load_records(struct loading *loading, struct mst_error *err)
{
	struct mst_journal *journal = loading->journal;
	uint64_t at = MST_JOURNAL_HEADER;
	int code;

	while ((code = read_record(loading, at)) == 1) {
		size_t length = MST_RECORD_HEADER + loading->buffer.count;

		code = load_record(loading, at + MST_RECORD_HEADER);
		if (code == -ENOTSUP)
			return mst_fail(err, code,
			                "%s is of a muster that asks in another order: this one cannot go on",
			                journal->file.path);
		if (code < 0)
			return code == -EBADMSG ? damaged(loading, at, err) : code;
		at += length;
	}
	journal->file.end = at;
	journal->info.torn = at < loading->size;
	if (code == 0 && journal->info.torn)
		code = search_record(loading, at);
	if (code < 0)
		return code;
	if (code == 0 && journal->plan.round_count == 0)
		return mst_fail(err, -EBADMSG, "%s ends before the plan of its run: nothing was probed yet",
		                journal->file.path);
	return code == 1 ? damaged(loading, at, err) : 0;
}

int mst_journal_load(struct mst_journal *journal, struct mst_error *err)
{
	struct loading loading = { .journal = journal };
	struct stat status;
	int code;

	if (fstat(journal->file.fd, &status) < 0)
		return mst_fail(err, -errno, "%s: %s", journal->file.path, strerror(errno));
	loading.size = (uint64_t)status.st_size;
	code = check_header(&loading, err);
	if (code == 0)
		code = load_records(&loading, err);
	mst_bytes_free(&loading.buffer);
	return code == -ENOMEM ? mst_fail(err, code, "no memory for %s", journal->file.path) : code;
}
