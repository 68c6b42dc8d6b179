/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compress.h - a stream of bytes compressed in pieces, each of which can be read without those that follow. The suffix
 * of a path chooses the format: .gz (RFC 1952, by zlib) or .zst (RFC 8878, by libzstd).
 *
 *     of_path ──► compress, mark, … compress (last) ──► free
 *                            └──► end_at: the bytes that end the stream behind an earlier piece
 *
 * Marks tell what the stream had come to at the ends of the last pieces, so that a file which is cut back to one of
 * them is a whole stream again: what is missing is a block without compression and, for gzip, length and checksum.
 */
#ifndef MST_REPORT_COMPRESS_H
#define MST_REPORT_COMPRESS_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At the end of a piece. */
struct mst_compress_mark {
	uint64_t written; /* bytes of the file */
	uint32_t size;    /* bytes that were compressed, modulo 2^32 */
	uint32_t crc;     /* of these */
};

/* The most bytes that mst_compressor_end_at writes, and the longest text it can put before the end. */
#define MST_COMPRESS_END_MAX 256
#define MST_COMPRESS_END_TEXT 240

/* A format. */
struct mst_compression {
	void *(*open)(void); /* NULL: no memory */
	/*
	 * Compresses `*from` … `end` into `*to` … `room_end`, and moves both on. `last`: the stream ends with these
	 * bytes; else all that came so far can be read. 1: there is more to come, and it needs room; 0: done; -ENOMEM.
	 */
	int (*step)(void *state, const char **from, const char *end, char **to, char *room_end, bool last);
	void (*mark)(const void *state, struct mst_compress_mark *mark);
	/* Writes what ends the stream at the mark, with `count` more bytes in it. Returns the end. */
	char *(*end_at)(char *at, const struct mst_compress_mark *mark, const char *text, size_t count);
	void (*close)(void *state);
};

extern const struct mst_compression mst_compression_gzip, mst_compression_zstd;

struct mst_compressor;

/* How many bytes at the end of a path are such a suffix: 0 for most. */
size_t mst_compression_suffix(const char *path);

/* The suffixes in order, NULL past the end. */
const char *mst_compression_suffix_at(size_t index);

/* NULL for a path without such a suffix. 0, or -ENOMEM with a sentence. */
int mst_compressor_of_path(struct mst_compressor **compressor, const char *path, struct mst_error *err);

/*
 * Replaces `*bytes` by their compressed piece, valid until the next call. `last`: the stream ends with it. 0, or
 * -ENOMEM.
 */
int mst_compress(struct mst_compressor *compressor, const char **bytes, size_t *count, bool last);

/* The piece is in the file, which has so many bytes now. */
void mst_compressor_mark(struct mst_compressor *compressor, uint64_t written);

/* Nothing follows: the stream is as it is. */
void mst_compressor_give_up(struct mst_compressor *compressor);
bool mst_compressor_has_ended(const struct mst_compressor *compressor);

/*
 * What ends the stream, `text` before it, at the end of the newest piece in the file, or `back` pieces before it, which
 * is where the file has `*at` bytes. Returns how many bytes that takes; 0: so far back there is none.
 */
size_t mst_compressor_end_at(const struct mst_compressor *compressor, size_t back, const char *text,
                             char bytes[MST_COMPRESS_END_MAX], uint64_t *at);

/* Accepts NULL. */
void mst_compressor_free(struct mst_compressor *compressor);

#endif
