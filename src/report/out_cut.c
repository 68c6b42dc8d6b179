/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * out_cut.c - an output that had no room for all: it ends with its last whole record. See out.h.
 *
 *     lines, CSV    a record ends with a line break, and only whole records leave the buffer: the last one that ends
 *                   within the `done` bytes is looked for there, and else all of them go
 *     JSON          a record is a line "{…}," of an array. The end of the document needs room too, which the records
 *                   before it must give: they are read back
 *     XML           likewise; a record ends with the line </host>, and may be longer than what is read back at once
 *     compressed    cut at the end of a piece, which is that of a record: what ends the stream there needs few bytes,
 *                   and is tried at the piece before where it finds no room
 */
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/file_end.h"
#include "base/follow.h"
#include "report/out.h"

_Static_assert(MST_OUT_BUFFER > MST_OUT_ROOM_MAX, "a whole record can be read back");

/* ---- where the last whole record ends ---- */

static size_t end_of_lines(const char *bytes, size_t count)
{
	const char *newline = count > 0 ? memrchr(bytes, '\n', count) : NULL;

	return newline ? (size_t)(newline - bytes) + 1 : 0;
}

/* From the start of a record on. */
static size_t end_of_csv(const char *bytes, size_t count)
{
	bool quoted = false;
	size_t end = 0;

	for (size_t i = 0; i < count; i++) {
		quoted ^= bytes[i] == '"';
		if (bytes[i] == '\n' && !quoted)
			end = i + 1;
	}
	return end;
}

/* Whether the line that ends with the line break at `end` is a record: "{…}" or "{…},". */
static bool is_record(const char *bytes, size_t end)
{
	const char *before = memrchr(bytes, '\n', end);
	size_t comma = end > 0 && bytes[end - 1] == ',';

	return before && before[1] == '{' && end > comma && bytes[end - comma - 1] == '}';
}

/* The last place before `most` where an array may be closed: behind its bracket, or behind a record. */
static size_t end_of_json(const char *bytes, size_t most)
{
	for (size_t at = most; at > 1; at--) {
		if (bytes[at - 1] != '\n')
			continue;
		if (bytes[at - 2] == '[')
			return at - 1;
		if (is_record(bytes, at - 1))
			return bytes[at - 2] == ',' ? at - 2 : at - 1;
	}
	return 0;
}

/* The last place before `most` behind a line that ends a record, or behind the last line of the head. */
static size_t end_of_xml(const char *bytes, size_t most)
{
	static const char *const lines[] = { "</host>\n", "<debugging level=\"0\"/>\n" };

	for (size_t at = most; at > 0; at--) {
		for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
			size_t length = strlen(lines[i]);

			if (bytes[at - 1] == '\n' && at >= length && memcmp(bytes + at - length, lines[i], length) == 0)
				return at;
		}
	}
	return 0;
}

/* ---- cutting ---- */

/* Reads our last bytes back, into the buffer: what it held is written, or lost. Returns how many there are. */
static size_t read_back(const struct mst_out *out, off_t from, size_t count)
{
	char proc[MST_PROC_FD_TEXT];
	ssize_t got;
	int fd;

	mst_proc_fd(proc, out->fd);
	fd = open(proc, O_RDONLY | O_CLOEXEC); /* standard output is seldom open for reading */
	got = pread(fd < 0 ? out->fd : fd, out->buffer, count, from);
	if (fd >= 0)
		close(fd);
	return got > 0 ? (size_t)got : 0;
}

static bool is_document(const struct mst_out *out)
{
	return out->records == MST_OUT_JSON || out->records == MST_OUT_XML;
}

/* What ends it early; "" where lines do. */
static const char *closing_of(const struct mst_out *out)
{
	return out->records == MST_OUT_JSON ? MST_OUT_JSON_CUT : out->records == MST_OUT_XML ? out->closing : "";
}

#define LINE_MAX 64 /* longer than any line of end_of_xml */

/* Where a document of `size` bytes, `start` in its file, may be closed so that `room` bytes fit behind; 0: nowhere. */
static size_t end_of_document(const struct mst_out *out, off_t start, size_t size, size_t room)
{
	size_t most = size > room ? size - room : 0, end = 0;

	while (most > 0 && end == 0) {
		size_t looked = most < out->size ? most : out->size, from = most - looked;

		if (read_back(out, start + (off_t)from, looked) < looked)
			return size;
		end = out->records == MST_OUT_JSON ? end_of_json(out->buffer, looked) : end_of_xml(out->buffer, looked);
		if (end > 0)
			return from + end;
		if (out->records == MST_OUT_JSON || from == 0)
			return 0;
		most = from + LINE_MAX;
	}
	return end;
}

/* The end is written over what stands there, which needs no more room; then the rest is cut off. */
static size_t close_document(const struct mst_out *out, off_t start, size_t size)
{
	const char *closing = closing_of(out);
	size_t length = strlen(closing), end;

	/* Elsewhere than at the end nothing can be written. */
	if (fcntl(out->fd, F_GETFL) & O_APPEND)
		return size;
	end = end_of_document(out, start, size, length);
	if (end == 0 || end == size)
		return end;
	return end + (pwrite(out->fd, closing, length, start + (off_t)end) == (ssize_t)length ? length : 0);
}

static void cut_compressed(struct mst_out *out, size_t size)
{
	const char *closing = closing_of(out);
	char bytes[MST_COMPRESS_END_MAX];
	uint64_t at;
	size_t length;

	for (size_t back = 0; (length = mst_compressor_end_at(out->compressor, back, closing, bytes, &at)) > 0;
	     back++) {
		ssize_t wrote;

		if (!mst_file_shorten(out->fd, size - (size_t)at))
			return;
		wrote = write(out->fd, bytes, length);
		size = (size_t)at + (wrote > 0 ? (size_t)wrote : 0);
		if (wrote == (ssize_t)length) {
			out->written = size;
			return;
		}
	}
	if (mst_file_shorten(out->fd, size))
		out->written = 0;
}

void mst_out_cut(struct mst_out *out, size_t done)
{
	size_t size = (size_t)out->written + done, whole = (size_t)out->written;
	off_t at;

	if (out->compressor)
		mst_compressor_give_up(out->compressor);
	if (!mst_file_ends_here(out->fd, &at) || at < (off_t)size)
		return;
	if (out->compressor) {
		cut_compressed(out, size);
		return;
	}
	if (is_document(out))
		whole = close_document(out, at - (off_t)size, size);
	else
		whole += out->records == MST_OUT_CSV ? end_of_csv(out->buffer, done) : end_of_lines(out->buffer, done);
	if (mst_file_shorten(out->fd, size - whole))
		out->written = whole;
}
