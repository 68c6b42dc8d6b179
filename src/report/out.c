/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * out.c - the buffer in front of a file descriptor: whole lines out, the first error kept.
 */
#include "report/out.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file_end.h"

const char *mst_out_name(const struct mst_out *out)
{
	return out->to_stdout ? "standard output" : out->file.path;
}

void mst_out_fail(struct mst_out *out, int code, const char *what)
{
	if (out->code == 0)
		out->code = mst_fail(&out->error, code, "%s: %s", mst_out_name(out), what);
}

void mst_out_tell_kept(struct mst_out *out, const char *where)
{
	struct mst_error why = out->error;

	if (out->written == 0)
		(void)mst_fail(&out->error, out->code, "%s; nothing of it had room", why.text);
	else if (!where)
		(void)mst_fail(&out->error, out->code, "%s; what had room could get no name", why.text);
	else
		(void)mst_fail(&out->error, out->code, "%s; %s has the first %llu bytes, up to the last whole record",
		               why.text, where, (unsigned long long)out->written);
}

/* A pipe or terminal may be non-blocking, often because another process that has it open made it so. */
static void wait_until_writable(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };

	(void)poll(&poll_fd, 1, -1);
}

/* Returns how many bytes were written before an error; all, if there was none. */
static size_t write_fully(int fd, const char *bytes, size_t count, int *code)
{
	size_t done = 0;

	*code = 0;
	while (done < count && *code == 0) {
		ssize_t wrote = write(fd, bytes + done, count - done);

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0)
			*code = -EIO;
		else if (errno == EAGAIN)
			wait_until_writable(fd);
		else if (errno != EINTR)
			*code = -errno;
	}
	return done;
}

static bool is_file(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* The same, and waits for room on the disk. Meanwhile the file ends where it ended before: with a whole record. */
static size_t write_patiently(struct mst_out *out, const char *bytes, size_t count, int *code)
{
	size_t done = write_fully(out->fd, bytes, count, code);
	uint64_t until_ns = 0;
	struct mst_error why;

	if (*code == 0 || !is_file(out->fd))
		return done;
	(void)mst_fail(&why, *code, "%s: %s", mst_out_name(out), strerror(-*code));
	while (*code < 0 && mst_stall_waits(out->stall, &until_ns, *code, why.text)) {
		if (mst_file_shorten(out->fd, done))
			done = 0;
		mst_stall_sleep();
		done += write_fully(out->fd, bytes + done, count - done, code);
	}
	mst_stall_ends(out->stall, until_ns, *code);
	return done;
}

static void write_bytes(struct mst_out *out, const char *bytes, size_t count)
{
	int code;
	size_t done = write_patiently(out, bytes, count, &code);

	if (code == 0) {
		out->written += done;
		return;
	}
	mst_out_fail(out, code, code == -EPIPE ? "the reader has gone away" : strerror(-code));
	mst_out_cut(out, done);
	if (mst_out_grows(out))
		mst_out_tell_kept(out, out->file.path);
}

/* One piece of a compressed stream; `last`: it ends with it. */
static void write_piece(struct mst_out *out, size_t count, bool last)
{
	const char *bytes = out->buffer;
	int code = mst_compress(out->compressor, &bytes, &count, last);

	if (code < 0) {
		mst_compressor_give_up(out->compressor);
		mst_out_fail(out, code, "no memory to compress it");
		return;
	}
	write_bytes(out, bytes, count);
	if (out->code == 0)
		mst_compressor_mark(out->compressor, out->written);
}

static void write_out(struct mst_out *out, size_t count, bool last)
{
	if (out->code != 0)
		return;
	if (out->compressor)
		write_piece(out, count, last);
	else
		write_bytes(out, out->buffer, count);
}

void mst_out_end_stream(struct mst_out *out)
{
	if (!out->compressor || mst_compressor_has_ended(out->compressor))
		return;
	write_piece(out, 0, true);
}

static void flush(struct mst_out *out, bool last)
{
	size_t rest = out->used - out->line_end;

	if (out->line_end == 0)
		return;
	write_out(out, out->line_end, last);
	memmove(out->buffer, out->buffer + out->line_end, rest);
	out->used = rest;
	out->line_end = 0;
}

void mst_out_flush(struct mst_out *out)
{
	flush(out, false);
}

void mst_out_flush_last(struct mst_out *out)
{
	mst_out_line(out);
	flush(out, true);
	mst_out_end_stream(out);
}

/* For a line longer than the buffer, which a closing summary may be. */
static void grow(struct mst_out *out, size_t count)
{
	size_t size = out->size;
	char *buffer;

	while (size - out->used < count)
		size *= 2;
	buffer = realloc(out->buffer, size);
	if (buffer) {
		out->buffer = buffer;
		out->size = size;
		return;
	}
	mst_out_fail(out, -ENOMEM, "no memory for a line");
	out->used = 0;
}

char *mst_out_room(struct mst_out *out, size_t count)
{
	if (out->size - out->used < count)
		mst_out_flush(out);
	if (out->size - out->used < count)
		grow(out, count);
	return out->buffer + out->used;
}

void mst_out_put(struct mst_out *out, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t count = left < MST_OUT_ROOM_MAX ? left : MST_OUT_ROOM_MAX;

		memcpy(mst_out_room(out, count), text, count);
		out->used += count;
		text += count;
		left -= count;
	}
}
