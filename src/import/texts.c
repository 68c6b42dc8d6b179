/* SPDX-License-Identifier: BSD-2-Clause */
/* texts.c - see texts.h. */
#include "import/texts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file_at.h"
#include "base/temporary.h"

#define MEMORY ((size_t)65536)

void mst_texts_init(struct mst_texts *texts)
{
	*texts = (struct mst_texts){ .fd = -1 };
}

static int fail(int code, struct mst_error *err)
{
	return mst_fail(err, code, "the temporary file of names: %s", strerror(-code));
}

/* Moves what is in memory to the file. */
static int flush(struct mst_texts *texts, struct mst_error *err)
{
	int code = 0;

	if (texts->fd < 0)
		code = texts->fd = mst_temporary_open_anywhere();
	if (code >= 0)
		code = mst_file_write_at(texts->fd, texts->memory, texts->used, texts->before);
	if (code < 0)
		return fail(code, err);
	texts->before += texts->used;
	texts->used = 0;
	return 0;
}

int mst_texts_add(struct mst_texts *texts, const char *text, size_t length, uint64_t *at, struct mst_error *err)
{
	int code = 0;

	if (!texts->memory)
		texts->memory = malloc(MEMORY);
	if (!texts->memory)
		return mst_fail(err, -ENOMEM, "no memory for names");
	*at = texts->before + texts->used;
	while (length > 0 && code == 0) {
		size_t space = MEMORY - texts->used, now = length < space ? length : space;

		memcpy(texts->memory + texts->used, text, now);
		texts->used += now;
		text += now;
		length -= now;
		if (texts->used == MEMORY)
			code = flush(texts, err);
	}
	return code;
}

static int read_file(const struct mst_texts *texts, uint64_t at, char *to, size_t length, struct mst_error *err)
{
	ssize_t got = mst_file_read_at(texts->fd, to, length, at);

	return got == (ssize_t)length ? 0 : fail(got < 0 ? (int)got : -EIO, err);
}

int mst_texts_read(const struct mst_texts *texts, uint64_t at, char *to, size_t length, struct mst_error *err)
{
	size_t of_file = 0;
	int code = 0;

	if (at < texts->before)
		of_file = texts->before - at < length ? (size_t)(texts->before - at) : length;
	if (of_file > 0)
		code = read_file(texts, at, to, of_file, err);
	if (code == 0 && of_file < length)
		memcpy(to + of_file, texts->memory + (at + of_file - texts->before), length - of_file);
	return code;
}

void mst_texts_free(struct mst_texts *texts)
{
	if (texts->memory && texts->fd >= 0)
		(void)close(texts->fd);
	free(texts->memory);
	*texts = (struct mst_texts){ .fd = -1 };
}
