/* SPDX-License-Identifier: BSD-2-Clause */
/* compress.c - see compress.h: the formats, and the pieces of a stream in one of them. */
#include "report/compress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"

#define MARKS 8
#define FIRST_SIZE 32768

static const struct {
	const char *suffix;
	const struct mst_compression *compression;
} formats[] = { { ".gz", &mst_compression_gzip }, { ".zst", &mst_compression_zstd } };

struct mst_compressor {
	const struct mst_compression *compression;
	void *state;
	char *piece;
	size_t size;
	struct mst_compress_mark marks[MARKS]; /* of the last pieces, a ring */
	size_t mark_count;                     /* of all */
	bool ended;
};

/* ---- which ---- */

static size_t index_of(const char *path)
{
	size_t length = strlen(path), i = 0;

	for (; i < sizeof formats / sizeof *formats; i++) {
		size_t suffix = strlen(formats[i].suffix);

		if (length > suffix && strcasecmp(path + length - suffix, formats[i].suffix) == 0)
			break;
	}
	return i;
}

const char *mst_compression_suffix_at(size_t index)
{
	return index < sizeof formats / sizeof *formats ? formats[index].suffix : NULL;
}

size_t mst_compression_suffix(const char *path)
{
	const char *suffix = mst_compression_suffix_at(index_of(path));

	return suffix ? strlen(suffix) : 0;
}

int mst_compressor_of_path(struct mst_compressor **out, const char *path, struct mst_error *err)
{
	size_t i = index_of(path);
	struct mst_compressor *made;

	*out = NULL;
	if (!mst_compression_suffix_at(i))
		return 0;
	made = calloc(1, sizeof *made);
	if (made) {
		made->compression = formats[i].compression;
		made->state = made->compression->open();
		made->size = FIRST_SIZE;
		made->piece = malloc(made->size);
	}
	if (!made || !made->state || !made->piece) {
		mst_compressor_free(made);
		return mst_fail(err, -ENOMEM, "no memory to compress %s", path);
	}
	*out = made;
	return 0;
}

/* ---- pieces ---- */

static bool grow(struct mst_compressor *compressor)
{
	char *piece = realloc(compressor->piece, 2 * compressor->size);

	if (!piece)
		return false;
	compressor->piece = piece;
	compressor->size *= 2;
	return true;
}

int mst_compress(struct mst_compressor *compressor, const char **bytes, size_t *count, bool last)
{
	const char *from = *bytes, *end = *bytes + *count;
	size_t used = 0;
	int more = 1;

	while (more == 1) {
		char *to;

		if (compressor->size - used < FIRST_SIZE / 2 && !grow(compressor))
			return -ENOMEM;
		to = compressor->piece + used;
		more = compressor->compression->step(compressor->state, &from, end, &to,
		                                     compressor->piece + compressor->size, last);
		used = (size_t)(to - compressor->piece);
	}
	compressor->ended |= last;
	*bytes = compressor->piece;
	*count = used;
	return more;
}

void mst_compressor_mark(struct mst_compressor *compressor, uint64_t written)
{
	struct mst_compress_mark *mark = &compressor->marks[compressor->mark_count++ % MARKS];

	*mark = (struct mst_compress_mark){ .written = written };
	compressor->compression->mark(compressor->state, mark);
}

void mst_compressor_give_up(struct mst_compressor *compressor)
{
	compressor->ended = true;
}

bool mst_compressor_has_ended(const struct mst_compressor *compressor)
{
	return compressor->ended;
}

size_t mst_compressor_end_at(const struct mst_compressor *compressor, size_t back, const char *text,
                             char bytes[MST_COMPRESS_END_MAX], uint64_t *at)
{
	const struct mst_compress_mark *mark;

	if (back >= compressor->mark_count || back >= MARKS)
		return 0;
	mark = &compressor->marks[(compressor->mark_count - 1 - back) % MARKS];
	*at = mark->written;
	return (size_t)(compressor->compression->end_at(bytes, mark, text, strlen(text)) - bytes);
}

void mst_compressor_free(struct mst_compressor *compressor)
{
	if (!compressor)
		return;
	if (compressor->state)
		compressor->compression->close(compressor->state);
	free(compressor->piece);
	free(compressor);
}
