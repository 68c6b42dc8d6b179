/* SPDX-License-Identifier: BSD-2-Clause */
/* input.c - see input.h. */
#include "import/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "import/unpack.h"

static int fail_reading(const struct mst_input *input, int code, struct mst_error *err)
{
	return mst_fail(err, code, "%s: cannot be read: %s", input->name, strerror(-code));
}

/* Fills the block from the file itself, as far as there is. */
static int read_block(struct mst_input *input, uint8_t *to, size_t *count, struct mst_error *err)
{
	*count = 0;
	while (*count < MST_INPUT_BLOCK) {
		ssize_t got = read(input->fd, to + *count, MST_INPUT_BLOCK - *count);

		if (got == 0)
			return 0;
		if (got < 0 && errno != EINTR)
			return fail_reading(input, -errno, err);
		*count += got > 0 ? (size_t)got : 0;
	}
	return 0;
}

/* Packed bytes become plain ones until the block is full or the file ends. */
static int unpack_block(struct mst_input *input, struct mst_error *err)
{
	struct mst_unpacker *unpacker = input->unpacker;

	input->count = 0;
	while (input->count < MST_INPUT_BLOCK) {
		size_t got = MST_INPUT_BLOCK - input->count;
		int code = mst_unpack(unpacker, input->bytes + input->count, &got);

		input->count += got;
		if (code < 0)
			return mst_fail(err, -EBADMSG, "%s: broken %s data; expected a file that %s unpacks",
			                input->name, unpacker->kind->name, unpacker->kind->program);
		if (code > 0)
			continue;
		code = read_block(input, unpacker->packed, &unpacker->count, err);
		unpacker->at = 0;
		if (code < 0)
			return code;
		if (unpacker->count == 0) {
			input->cut = unpacker->inside;
			return 0;
		}
	}
	return 0;
}

int mst_input_next(struct mst_input *input, struct mst_error *err)
{
	return input->unpacker ? unpack_block(input, err) : read_block(input, input->bytes, &input->count, err);
}

static int open_path(struct mst_input *input, const char *path, struct mst_error *err)
{
	struct stat status;

	input->is_stdin = strcmp(path, "-") == 0;
	input->name = input->is_stdin ? "standard input" : path;
	input->fd = input->is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (input->fd < 0)
		return mst_fail(err, -errno, "%s: cannot be opened: %s", path, strerror(errno));
	if (fstat(input->fd, &status) == 0 && S_ISDIR(status.st_mode))
		return mst_fail(err, -EISDIR, "%s is a folder; expected a file", path);
	input->bytes = malloc(MST_INPUT_BLOCK + 1);
	return input->bytes ? 0 : mst_fail(err, -ENOMEM, "%s: no memory to read it", path);
}

/* What was read is packed: it moves to the unpacker, and the block gets what it stands for. */
static int begin_unpacking(struct mst_input *input, const struct mst_packing *kind, struct mst_error *err)
{
	if (mst_unpacker_new(&input->unpacker, kind, MST_INPUT_BLOCK) < 0)
		return mst_fail(err, -ENOMEM, "%s: no memory to unpack it", input->name);
	memcpy(input->unpacker->packed, input->bytes, input->count);
	input->unpacker->count = input->count;
	return unpack_block(input, err);
}

int mst_input_open(struct mst_input *input, const char *path, struct mst_error *err)
{
	const struct mst_packing *kind;
	int code;

	*input = (struct mst_input){ .fd = -1 };
	code = open_path(input, path, err);
	if (code == 0)
		code = mst_input_next(input, err);
	kind = code == 0 ? mst_packing_of(input->bytes, input->count) : NULL;
	if (kind)
		code = begin_unpacking(input, kind, err);
	if (code < 0)
		mst_input_close(input);
	return code;
}

void mst_input_close(struct mst_input *input)
{
	if (!input->name)
		return;
	if (input->fd >= 0 && !input->is_stdin)
		(void)close(input->fd);
	mst_unpacker_free(input->unpacker);
	free(input->bytes);
	*input = (struct mst_input){ .fd = -1 };
}
