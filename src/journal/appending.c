/* SPDX-License-Identifier: BSD-2-Clause */
/* appending.c - appends records to the file of a journal; see file.h and format.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "journal/crc.h"
#include "journal/file.h"
#include "journal/format.h"

#define LOOK_AGAIN_NS (200 * MST_NS_PER_MS)

static void store_le32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++, value >>= 8)
		at[i] = (uint8_t)value;
}

/* Skips what is written; false when nothing is left. */
static bool skip(struct iovec *parts, int count, size_t written)
{
	bool left = false;

	for (int i = 0; i < count; i++) {
		size_t gone = written < parts[i].iov_len ? written : parts[i].iov_len;

		parts[i].iov_base = (uint8_t *)parts[i].iov_base + gone;
		parts[i].iov_len -= gone;
		written -= gone;
		left |= parts[i].iov_len > 0;
	}
	return left;
}

/* Writes all, or -errno: what was written in part is behind the end. */
static int write_once(struct mst_journal_file *file, const struct iovec *whole, int count)
{
	struct iovec parts[2];
	off_t at = (off_t)file->end;

	memcpy(parts, whole, (size_t)count * sizeof *parts);
	for (;;) {
		ssize_t written = file->means->write(file->fd, parts, count, at);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written < 0 ? -errno : -ENOSPC;
		at += written;
		if (!skip(parts, count, (size_t)written))
			return 0;
	}
}

static bool may_pass(int code)
{
	return code == -ENOSPC || code == -EDQUOT || code == -EAGAIN || code == -ENOMEM;
}

static int give_up(const struct mst_journal_file *file, int code, uint64_t waited_ns, struct mst_error *err)
{
	char time[64];

	if (!may_pass(code) || waited_ns == 0)
		return mst_fail(err, code, "%s cannot be written: %s", mst_journal_file_called(file), strerror(-code));
	return mst_fail(err, code, "%s cannot be written: %s, for %s", mst_journal_file_called(file), strerror(-code),
	                mst_write_duration(time, sizeof time, waited_ns));
}

static int write_parts(struct mst_journal_file *file, const struct iovec *parts, int count, struct mst_error *err)
{
	uint64_t first_ns = 0, now_ns = 0;
	int code;

	while ((code = write_once(file, parts, count)) < 0) {
		/* Never a record in part: what follows it could not be read. */
		if (ftruncate(file->fd, (off_t)file->end) < 0)
			return mst_fail(err, -errno, "%s cannot be written: %s", mst_journal_file_called(file),
			                strerror(errno));
		now_ns = file->means->now_ns();
		if (first_ns == 0)
			first_ns = now_ns;
		if (!may_pass(code) || now_ns - first_ns >= file->max_stall_ns || mst_load(&file->hurried, relaxed))
			break;
		mst_store(&file->stalled, true, relaxed);
		file->means->sleep_until_ns(now_ns + LOOK_AGAIN_NS);
	}
	mst_store(&file->stalled, false, relaxed);
	if (code < 0)
		return give_up(file, code, now_ns - first_ns, err);
	for (int i = 0; i < count; i++)
		file->end += parts[i].iov_len;
	return 0;
}

void mst_record_head(uint8_t header[MST_RECORD_HEADER], uint8_t type, const struct mst_bytes *payload)
{
	memset(header, 0, MST_RECORD_HEADER);
	store_le32(header, (uint32_t)payload->count);
	header[4] = type;
	store_le32(header + 8, mst_crc32c(mst_crc32c(0, header, 8), payload->bytes, payload->count));
}

int mst_journal_file_append(struct mst_journal_file *file, uint8_t type, const struct mst_bytes *payload,
                            struct mst_error *err)
{
	uint8_t header[MST_RECORD_HEADER];
	const struct iovec parts[] = { { header, sizeof header }, { payload->bytes, payload->count } };

	if (payload->failed)
		return mst_fail(err, -ENOMEM, "no memory for the journal");
	mst_record_head(header, type, payload);
	return write_parts(file, parts, 2, err);
}

static void fill_header(uint8_t header[MST_JOURNAL_HEADER], uint32_t version)
{
	memcpy(header, MST_JOURNAL_MAGIC, 8);
	store_le32(header + 8, version);
	store_le32(header + 12, mst_crc32c(0, header, 12));
}

int mst_journal_file_begin(struct mst_journal_file *file, struct mst_error *err)
{
	uint8_t header[MST_JOURNAL_HEADER];
	const struct iovec part = { header, sizeof header };

	file->version = MST_JOURNAL_VERSION_FIRST;
	fill_header(header, file->version);
	return write_parts(file, &part, 1, err);
}

int mst_journal_file_raise(struct mst_journal_file *file, uint32_t version, struct mst_error *err)
{
	uint8_t header[MST_JOURNAL_HEADER];
	const struct iovec part = { header, sizeof header };
	ssize_t written;

	if (file->version >= version)
		return 0;
	fill_header(header, version);
	do
		written = file->means->write(file->fd, &part, 1, 0);
	while (written < 0 && errno == EINTR);
	if (written != (ssize_t)sizeof header) {
		int code = written < 0 ? -errno : -EIO;

		return mst_fail(err, code, "%s cannot be written: %s", mst_journal_file_called(file), strerror(-code));
	}
	file->version = version;
	return 0;
}
