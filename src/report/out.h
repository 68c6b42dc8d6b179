/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * out.h - a buffer in front of one file, pipe or terminal.
 *
 *     open ──► begin ──► room/wrote, line, … flush ──► finish
 *      └──────────┴─────────────────────────────────► discard
 *
 * While bytes are written no call returns an error: the first error is kept in `code` and `error`,
 * and later bytes are dropped.
 * Only whole lines leave the buffer, and a file that could not take all of them is cut back to its last whole record
 * (out_cut.c): what had room stays. Before that, a full disk may get room again (stall.h).
 *
 * A path that ends in .gz or .zst is compressed (compress.h): in pieces, one for each flush, so that everything that
 * left the buffer can be read, whatever happens to this process.
 *
 * A document is written to a partial file (base/named_file.h), which gets its name at finish. One that could not be
 * written whole replaces no file: it gets its name if that is free, and another one if not, and the error tells it.
 */
#ifndef MST_REPORT_OUT_H
#define MST_REPORT_OUT_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/named_file.h"
#include "report/compress.h"
#include "report/stall.h"

/* The most that one call of mst_out_room may ask for. */
#define MST_OUT_ROOM_MAX 49152
#define MST_OUT_BUFFER 65536

/* Where a record ends. */
enum mst_out_records {
	MST_OUT_LINES,
	MST_OUT_CSV,  /* a line break within quotes ends none */
	MST_OUT_JSON, /* a document: each record is a line, in an array of its outermost object */
	MST_OUT_XML,  /* a document: a record ends with the line </host> */
};

/* What ends a JSON document whose last records had no room. */
#define MST_OUT_JSON_CUT "\n],\"incomplete\":true}\n"

struct mst_run_file;

struct mst_out {
	bool to_stdout;
	bool begun;
	enum mst_out_records records;
	const char *closing;        /* of XML: what ends a document whose last records had no room. Static */
	struct mst_named_file file; /* unless it goes to standard output */
	int fd;                     /* of either; -1 when closed */
	char *buffer;
	size_t size, used;
	size_t line_end;                   /* so many bytes of the buffer are whole lines */
	uint64_t written;                  /* bytes in the file; compressed, if they are */
	struct mst_compressor *compressor; /* NULL: bytes are written as they are */
	struct mst_run_file *database;     /* in place of a stream: then there is no buffer; NULL: none */
	const struct mst_stall *stall;     /* borrowed; NULL: a full disk is a failure at once */
	int code;                          /* 0, or the first error */
	struct mst_error error;
};

/* Opens `path`. If the file exists: -EEXIST without
 * `force`; with `force` it is unchanged until begin or finish. */
int mst_out_open(struct mst_out *out, const char *path, bool partial, bool force, struct mst_error *err);

/* Before the first byte: empties a file that is overwritten. */
void mst_out_begin(struct mst_out *out);

/* Room for `count` bytes, at most MST_OUT_ROOM_MAX; never NULL. Call mst_out_wrote with the end of what was written. */
char *mst_out_room(struct mst_out *out, size_t count);

static inline void mst_out_wrote(struct mst_out *out, const char *end)
{
	out->used = (size_t)(end - out->buffer);
}

/* The buffer now ends with a whole line. */
static inline void mst_out_line(struct mst_out *out)
{
	out->line_end = out->used;
}

/* Text of any length. */
void mst_out_put(struct mst_out *out, const char *text);

/* Writes the whole lines of the buffer. */
void mst_out_flush(struct mst_out *out);

/* Writes the rest, closes, gives a partial file its name. Returns `code`. */
int mst_out_finish(struct mst_out *out);

/* Writes everything that the buffer has, and ends a compressed stream. */
void mst_out_flush_last(struct mst_out *out);

/* Ends a compressed stream, unless it has ended; also after a failure that has nothing to do with the file. */
void mst_out_end_stream(struct mst_out *out);

/*
 * After an error: cuts what has been written, and `done` bytes of the buffer (or of its compressed piece) that were
 * written besides, back to its last whole record; JSON is closed, and so is a compressed stream. Sets `written`.
 * Changes only files, of standard output those that end where it stands.
 */
void mst_out_cut(struct mst_out *out, size_t done);

/* Without finish: closes, removes a partial file, or a file of ours that is empty; other files keep their whole lines.
 * In any case frees the memory. Accepts zeroed memory. */
void mst_out_discard(struct mst_out *out);

/* Keeps the first error. */
void mst_out_fail(struct mst_out *out, int code, const char *what);

/* Adds to the error which file has what had room; NULL: there is none. */
void mst_out_tell_kept(struct mst_out *out, const char *where);

/* Whether it is a file that grows under its name. */
static inline bool mst_out_grows(const struct mst_out *out)
{
	return !out->to_stdout && out->file.kind == MST_NAMED_DIRECT;
}

/* As it was given to open: "-" is standard output. */
static inline const char *mst_out_path(const struct mst_out *out)
{
	return out->to_stdout ? "-" : out->file.path;
}

/* The name of the output in sentences. */
const char *mst_out_name(const struct mst_out *out);

#endif
