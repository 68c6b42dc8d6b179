/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reader.c - a recording from a file: read, not mapped, because somebody else may make a file shorter while it is
 * mapped, and because a pipe cannot be.
 */
#include "record/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "record/items.h"

#define FILE_MAX_GIB 4
#define FILE_MAX ((size_t)FILE_MAX_GIB << 30)
#define FIRST_SIZE ((size_t)1 << 20)

struct content {
	uint8_t *bytes;
	size_t count, size;
};

static int grow(struct content *content, size_t size)
{
	uint8_t *grown = realloc(content->bytes, size);

	if (!grown)
		return -ENOMEM;
	content->bytes = grown;
	content->size = size;
	return 0;
}

/* One byte more than a file has, so that its end is seen without another round. 0: it is too large. */
static size_t first_size(int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size <= 0)
		return FIRST_SIZE;
	return (uint64_t)status.st_size <= FILE_MAX ? (size_t)status.st_size + 1 : 0;
}

static int read_content(int fd, struct content *content)
{
	size_t size = first_size(fd);

	while (size > 0 && content->count <= FILE_MAX) {
		ssize_t count;

		if (content->count == content->size && grow(content, content->size ? content->size * 2 : size) < 0)
			return -ENOMEM;
		count = read(fd, content->bytes + content->count, content->size - content->count);
		if (count == 0)
			return 0;
		if (count > 0)
			content->count += (size_t)count;
		else if (errno != EINTR)
			return -errno;
	}
	return -EFBIG;
}

static int read_path(const char *path, struct content *content, struct mst_error *err)
{
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int code;

	if (fd < 0)
		return mst_fail(err, -errno, "cannot read %s: %s", path, strerror(errno));
	code = read_content(fd, content);
	close(fd);
	if (code == -EFBIG)
		return mst_fail(err, code, "%s: the file is too large: expected at most %d GiB", path, FILE_MAX_GIB);
	return code < 0 ? mst_fail(err, code, "cannot read %s: %s", path, strerror(-code)) : 0;
}

int mst_record_read(struct mst_record **out, const char *path, struct mst_error *err)
{
	struct content content = { 0 };
	struct mst_error sentence = { "" };
	int code = read_path(path, &content, err);

	*out = NULL;
	if (code == 0) {
		code = mst_record_parse(out, content.bytes, content.count, &sentence);
		if (code < 0)
			mst_fail(err, code, "%s: %s", path, sentence.text);
	}
	if (code < 0) {
		free(content.bytes);
		return code;
	}
	(*out)->bytes = content.bytes;
	return 0;
}

size_t mst_record_count(const struct mst_record *record)
{
	return record->count;
}

const struct mst_record_item *mst_record_at(const struct mst_record *record, size_t index)
{
	return &record->entries[index].item;
}

bool mst_record_is_truncated(const struct mst_record *record)
{
	return record->truncated;
}

void mst_record_free(struct mst_record *record)
{
	mst_record_discard(record);
}
