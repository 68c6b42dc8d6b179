/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - json and ndjson, split into objects of bounded size, which a library reads (json_object.h).
 *
 *     {"type":"result",…}\n{…}\n…                            each object is a record
 *     {"muster":…,"parameters":{…},…,"results":[{…},{…}]}    each element of results is a record; what is around them
 * is kept, and is the last one
 *
 * So a document of any size takes no more memory than its largest object.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/plain_text.h"
#include "import/formats.h"
#include "import/json_object.h"

#define RECORD_MAX ((size_t)65536)           /* bytes of an element of results */
#define OBJECT_MAX ((size_t)4 * 1024 * 1024) /* of any other object */
#define BLANKS_MAX ((size_t)1024 * 1024)     /* bytes between two objects */
#define DEPTH_MAX 32

/* The object, or what is around the elements of results; then an element. */
enum { OUTER, ELEMENT, BUFFERS };

struct buffer {
	char *bytes;
	size_t used, size, most;
	uint64_t line; /* where it begins */
};

struct json {
	struct mst_gather *gather;
	struct mst_json_reader reader;
	struct buffer buffers[BUFFERS];
	unsigned depth; /* of braces and brackets that are open */
	bool in_string, escaped;
	bool in_results;  /* within the array, at depth 2 or deeper */
	bool has_results; /* the object is a document */
	bool is_document;
	uint64_t line;
	size_t blanks; /* since the last object */
};

static int fail(const struct json *json, uint64_t line, const char *wrong, struct mst_error *err)
{
	return mst_fail_line(err, -EBADMSG, json->gather->file, line, wrong);
}

static int put(struct json *json, struct buffer *buffer, char byte, struct mst_error *err)
{
	if (buffer->used >= buffer->most)
		return fail(json, buffer->line, "an object of this size is no part of a report", err);
	if (buffer->used + 1 >= buffer->size) {
		size_t size = buffer->size ? 2 * buffer->size : 4096;
		char *bytes = realloc(buffer->bytes, size);

		if (!bytes)
			return mst_fail(err, -ENOMEM, "%s: no memory to read it", json->gather->file);
		buffer->bytes = bytes;
		buffer->size = size;
	}
	buffer->bytes[buffer->used++] = byte;
	return 0;
}

/* Reads what a buffer has, and empties it. */
static int take(struct json *json, struct buffer *buffer, enum mst_json_place place, struct mst_error *err)
{
	struct mst_error wrong;
	int code;

	buffer->bytes[buffer->used] = '\0';
	code = mst_json_take(&json->reader, buffer->bytes, buffer->used, place, &wrong);
	buffer->used = 0;
	if (code == -EBADMSG)
		return fail(json, buffer->line, wrong.text, err);
	return code < 0 ? mst_fail(err, code, "%s", wrong.text) : 0;
}

/* Whether the text ends in `"results":`, with blanks or without. */
static bool ends_in_results(const struct buffer *buffer)
{
	static const char key[] = "\"results\"";
	size_t used = buffer->used;

	while (used > 0 && strchr(" \t\r\n", buffer->bytes[used - 1]))
		used--;
	if (used == 0 || buffer->bytes[--used] != ':')
		return false;
	while (used > 0 && strchr(" \t\r\n", buffer->bytes[used - 1]))
		used--;
	return used >= sizeof key - 1 && memcmp(buffer->bytes + used - (sizeof key - 1), key, sizeof key - 1) == 0;
}

static struct buffer *buffer_of(struct json *json)
{
	return &json->buffers[json->in_results && json->depth >= 2 ? ELEMENT : OUTER];
}

static int open_bracket(struct json *json, char byte, struct mst_error *err)
{
	struct buffer *buffer = buffer_of(json);
	bool results = byte == '[' && json->depth == 1 && ends_in_results(buffer);
	int code;

	if (json->depth == DEPTH_MAX)
		return fail(json, json->line, "brackets deeper than any report has", err);
	if (buffer->used == 0)
		buffer->line = json->line;
	json->blanks = 0;
	code = put(json, buffer, byte, err);
	json->depth++;
	json->in_results |= results;
	json->has_results |= results;
	return code;
}

static int close_bracket(struct json *json, char byte, struct mst_error *err)
{
	struct buffer *buffer;
	int code;

	if (json->in_results && json->depth == 2) {
		if (byte != ']')
			return fail(json, json->line, "a brace that closes nothing; expected ]", err);
		json->in_results = false;
	}
	buffer = buffer_of(json);
	code = put(json, buffer, byte, err);
	json->depth--;
	if (code < 0)
		return code;
	if (json->in_results && json->depth == 2)
		return take(json, buffer, MST_JSON_ELEMENT, err);
	if (json->depth > 0)
		return 0;
	json->is_document |= json->has_results;
	code = take(json, buffer, json->has_results ? MST_JSON_DOCUMENT : MST_JSON_LINE, err);
	json->has_results = false;
	return code;
}

/* Packed, a file of nothing else is small, and would take hours to read. */
static int take_blank(struct json *json, struct mst_error *err)
{
	return json->blanks++ < BLANKS_MAX ? 0 : fail(json, json->line, "more than 1 MiB without an object", err);
}

static int take_outside(struct json *json, char byte, struct mst_error *err)
{
	if (byte == '{')
		return open_bracket(json, byte, err);
	if (strchr(" \t\r\n", byte))
		return take_blank(json, err);
	return fail(json, json->line, "text outside of objects; expected {", err);
}

/* Between the elements of results. */
static int take_between(struct json *json, char byte, struct mst_error *err)
{
	if (byte == '{')
		return open_bracket(json, byte, err);
	if (byte == ']')
		return close_bracket(json, byte, err);
	if (strchr(" \t\r\n,", byte))
		return take_blank(json, err);
	return fail(json, json->line, "results that are no objects; expected {", err);
}

static int take_byte(struct json *json, char byte, struct mst_error *err)
{
	if (byte == '\0')
		return fail(json, json->line, "a NUL byte; expected a text file", err);
	json->line += byte == '\n';
	if (json->in_string) {
		json->in_string = json->escaped || byte != '"';
		json->escaped = !json->escaped && byte == '\\';
		return put(json, buffer_of(json), byte, err);
	}
	if (json->depth == 0)
		return take_outside(json, byte, err);
	if (json->in_results && json->depth == 2)
		return take_between(json, byte, err);
	if (byte == '{' || byte == '[')
		return open_bracket(json, byte, err);
	if (byte == '}' || byte == ']')
		return close_bracket(json, byte, err);
	json->in_string = byte == '"';
	return put(json, buffer_of(json), byte, err);
}

static int take_all(struct json *json, struct mst_input *input, struct mst_error *err)
{
	size_t mark = mst_text_mark((const char *)input->bytes, input->count);
	int code = 0;

	while (code == 0 && input->count > 0) {
		for (size_t i = mark; i < input->count && code == 0; i++)
			code = take_byte(json, (char)input->bytes[i], err);
		mark = 0;
		if (code == 0)
			code = mst_input_next(input, err);
	}
	if (code == 0 && (json->depth > 0 || input->cut))
		mst_gather_warn(json->gather, "the file is cut short behind line %" PRIu64 ": what was whole was taken",
		                json->line);
	return code;
}

int mst_import_json(struct mst_gather *gather, struct mst_input *input, const char **format, struct mst_error *err)
{
	struct json json = { .gather = gather, .line = 1 };
	int code;

	json.buffers[OUTER].most = OBJECT_MAX;
	json.buffers[ELEMENT].most = RECORD_MAX;
	code = mst_json_reader_init(&json.reader, gather, err);
	if (code == 0)
		code = take_all(&json, input, err);
	*format = json.is_document || json.has_results ? "json" : "ndjson";
	mst_json_reader_free(&json.reader);
	for (size_t i = 0; i < BUFFERS; i++)
		free(json.buffers[i].bytes);
	return code;
}
