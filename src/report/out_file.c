/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * out_file.c - where an output goes: standard output, or a file with a name (base/named_file.h). See out.h.
 */
#include "report/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"
#include "report/run_file.h"

#define FILE_MODE 0666 /* less the umask */

static int open_stdout(struct mst_out *out, struct mst_error *err)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	out->to_stdout = true;
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
		return mst_fail(err, -EBADF, "standard output is not open for writing");
	out->fd = STDOUT_FILENO;
	return 0;
}

static int open_path(struct mst_out *out, const char *path, bool partial, bool force, struct mst_error *err)
{
	int code;

	if (strcmp(path, "-") == 0)
		return open_stdout(out, err);
	code = mst_named_file_open(&out->file, path, partial, FILE_MODE, force, err);
	out->fd = out->file.fd;
	return code;
}

int mst_out_open(struct mst_out *out, const char *path, bool partial, bool force, struct mst_error *err)
{
	int code;

	*out = (struct mst_out){ .fd = -1, .size = MST_OUT_BUFFER };
	out->buffer = malloc(out->size);
	code = out->buffer ? mst_compressor_of_path(&out->compressor, path, err)
	                   : mst_fail(err, -ENOMEM, "no memory for an output");
	if (code == 0)
		code = open_path(out, path, partial, force, err);
	if (code < 0)
		mst_out_discard(out);
	return code;
}

void mst_out_begin(struct mst_out *out)
{
	out->begun = true;
	if (mst_out_grows(out) && !out->file.created && ftruncate(out->fd, 0) < 0)
		mst_out_fail(out, -errno, strerror(errno));
}

/* A document that has no name yet gets one: what had room stays. Files that grow have theirs. */
static void keep(struct mst_out *out)
{
	if (out->file.kind != MST_NAMED_PARTIAL)
		return;
	if (out->written == 0)
		mst_named_file_drop(&out->file);
	mst_out_tell_kept(out, out->written ? mst_named_file_keep(&out->file) : NULL);
}

int mst_out_finish(struct mst_out *out)
{
	const char *path = mst_out_path(out);
	struct mst_error err;
	int code;

	mst_out_flush_last(out);
	out->fd = -1;
	if (out->to_stdout || !path)
		return out->code;
	code = mst_named_file_close(&out->file);
	if (code < 0)
		mst_out_fail(out, code, strerror(-code));
	if (out->code < 0) {
		keep(out);
		return out->code;
	}
	code = mst_named_file_name(&out->file, "report", &err);
	if (code < 0)
		mst_out_fail(out, code, err.text);
	return out->code;
}

void mst_out_discard(struct mst_out *out)
{
	if (out->buffer && out->fd >= 0) {
		mst_out_flush(out);
		if (out->file.created && out->written == 0)
			(void)unlink(out->file.real);
		else if (out->begun)
			mst_out_end_stream(out);
	}
	mst_run_file_close(out->database);
	mst_compressor_free(out->compressor);
	mst_named_file_free(&out->file);
	free(out->buffer);
	*out = (struct mst_out){ .fd = -1 };
}
