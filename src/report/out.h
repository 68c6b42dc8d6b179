/*
 * out.h - bytes on their way to one file, pipe or terminal.
 *
 *     open ──► begin ──► room/wrote, line, … flush ──► finish
 *      └──────────┴─────────────────────────────────► discard
 *
 * Nothing fails upward while bytes are made: the first error is kept in `code` and `error`, and what comes
 * after it is thrown away. Lines are the unit: what leaves the buffer ends with one, and a file that could
 * not take all of it is cut back to its last whole line.
 *
 * Whole documents go to a file aside (.NAME.XXXXXX in the same folder, see aside.h), which finish renames into place.
 */
#ifndef MST_REPORT_OUT_H
#define MST_REPORT_OUT_H

#include <muster/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The most that one call of mst_out_room may ask for. */
#define MST_OUT_ROOM_MAX 32768
#define MST_OUT_BUFFER 65536

enum mst_out_kind {
	MST_OUT_STDOUT,
	MST_OUT_DEVICE, /* a character device or named pipe: written as it is */
	MST_OUT_DIRECT, /* a file that grows under its name */
	MST_OUT_ASIDE,  /* a file that gets its name at the end */
};

struct mst_out {
	enum mst_out_kind kind;
	int fd;
	char *path;       /* where it shall be; "-" is standard output */
	char *aside_path; /* MST_OUT_ASIDE: where it is until finished */
	bool force;       /* may take the place of a file */
	bool created;     /* MST_OUT_DIRECT: by us */
	char *buffer;
	size_t size, used;
	size_t line_end;  /* bytes of the buffer that are whole lines */
	uint64_t written; /* bytes that left the buffer */
	int code;         /* 0, or the first error */
	struct mst_error error;
};

/* Opens `path`. A file that exists is -EEXIST without `force`; with it, it stays as it is until begin or
 * finish. */
int mst_out_open(struct mst_out *out, const char *path, bool aside, bool force, struct mst_error *err);

/* Before the first byte: empties a file that is written over. */
void mst_out_begin(struct mst_out *out);

/* At least `count` bytes to write at, at most MST_OUT_ROOM_MAX. Never NULL. mst_out_wrote takes the end of
 * what was. */
char *mst_out_room(struct mst_out *out, size_t count);

static inline void mst_out_wrote(struct mst_out *out, const char *end)
{
	out->used = (size_t)(end - out->buffer);
}

/* What stands in the buffer ends with a line end. */
static inline void mst_out_line(struct mst_out *out)
{
	out->line_end = out->used;
}

/* Text of any length. */
void mst_out_put(struct mst_out *out, const char *text);

/* Writes the whole lines of the buffer. */
void mst_out_flush(struct mst_out *out);

/* Writes the rest, closes, gives a file aside its name. Returns `code`. */
int mst_out_finish(struct mst_out *out);

/* Closes; removes a file aside and an empty file of ours; other files keep their whole lines. Then, or after
 * finish, frees the memory. Accepts zeroed memory. */
void mst_out_discard(struct mst_out *out);

/* Keeps the first error. */
void mst_out_fail(struct mst_out *out, int code, const char *what);

/* How the output is called in sentences. */
const char *mst_out_name(const struct mst_out *out);

#endif
