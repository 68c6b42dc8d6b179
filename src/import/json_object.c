/* SPDX-License-Identifier: BSD-2-Clause */
/* json_object.c - see json_object.h. */
#include "import/json_object.h"

#include <errno.h>
#include <json-c/json.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "import/run.h"

#define DEPTH 33 /* json.c lets no deeper ones pass */

int mst_json_reader_init(struct mst_json_reader *reader, struct mst_gather *gather, struct mst_error *err)
{
	*reader = (struct mst_json_reader){ .gather = gather, .tokener = json_tokener_new_ex(DEPTH) };
	if (!reader->tokener)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", gather->file);
	json_tokener_set_flags(reader->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	return 0;
}

void mst_json_reader_free(struct mst_json_reader *reader)
{
	if (reader->tokener)
		json_tokener_free(reader->tokener);
}

/* A string, or a number as it is written; NULL for null. -EBADMSG for all else. */
static int text_of(struct json_object *value, const char **text)
{
	switch (json_object_get_type(value)) {
	case json_type_null: *text = NULL; return 0;
	case json_type_int:
	case json_type_double: *text = json_object_get_string(value); return 0;
	case json_type_string:
		*text = json_object_get_string(value);
		return strlen(*text) == (size_t)json_object_get_string_len(value) ? 0 : -EBADMSG;
	default: return -EBADMSG;
	}
}

static const char *text_member(struct json_object *object, const char *name)
{
	struct json_object *value;
	const char *text;

	return json_object_object_get_ex(object, name, &value) && text_of(value, &text) == 0 ? text : NULL;
}

static int take_members(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	struct mst_field_row *row = &reader->row;
	int code = 0;

	mst_field_row_begin(row);
	json_object_object_foreach(object, key, value)
	{
		int number = mst_field_number(key, strlen(key));
		const char *text;

		if (number < 0 || code < 0)
			continue;
		reader->gather->services |= mst_field_tells_services(number);
		if (text_of(value, &text) < 0)
			return mst_fail(err, -EBADMSG, "%s is neither a text nor a number", key);
		if (text)
			code = mst_field_take(row, number, text, err);
	}
	return code;
}

static int take_row(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	struct mst_field_row *row = &reader->row;
	int code = take_members(reader, object, err);

	reader->verdicts++;
	if (code == 0)
		code = mst_field_row_finish(row, err);
	return code == 0 ? mst_field_row_gather(row, reader->gather, err) : code;
}

static int take_name(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	struct mst_field_row *row = &reader->row;
	int code = take_members(reader, object, err);

	if (code == 0 && !row->has_addr)
		return mst_fail(err, -EBADMSG, "a name without addr; expected an address");
	return code == 0 ? mst_gather_add_name(reader->gather, &row->result.addr, row->name, err) : code;
}

/* ---- what the file says of its run ---- */

static bool read_list(struct mst_pair *pair, struct json_object *array)
{
	size_t count = json_object_array_length(array);
	const char **items = calloc(count + 1, sizeof *items);

	if (!items)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (text_of(json_object_array_get_idx(array, i), &items[i]) < 0 || !items[i])
			items[i] = "";
	}
	pair->list.items = items;
	pair->list.count = count;
	return true;
}

static bool read_pair(struct mst_pair *pair, const char *name, struct json_object *value)
{
	*pair = (struct mst_pair){ .name = name, .kind = MST_PAIR_TEXT };
	switch (json_object_get_type(value)) {
	case json_type_boolean:
		pair->kind = MST_PAIR_BOOL;
		pair->yes = json_object_get_boolean(value);
		return true;
	case json_type_int:
		if (json_object_get_int64(value) < 0)
			break;
		pair->kind = MST_PAIR_COUNT;
		pair->count = json_object_get_uint64(value);
		return true;
	case json_type_double: break;
	case json_type_array: pair->kind = MST_PAIR_LIST; return read_list(pair, value);
	default: return text_of(value, &pair->text) == 0;
	}
	pair->kind = MST_PAIR_REAL;
	pair->real = json_object_get_double(value);
	return true;
}

static int take_parameters(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	struct mst_pair *pairs = calloc((size_t)json_object_object_length(object) + 1, sizeof *pairs);
	struct mst_pairs view = { .pairs = pairs };
	int code;

	if (!pairs)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", reader->gather->file);
	json_object_object_foreach(object, key, value)
	{
		if (read_pair(&pairs[view.count], key, value))
			view.count++;
	}
	code = mst_gather_parameters(reader->gather, view, err);
	for (size_t i = 0; i < view.count; i++) {
		if (pairs[i].kind == MST_PAIR_LIST)
			free((void *)pairs[i].list.items);
	}
	free(pairs);
	return code;
}

static bool read_share(double *share, struct json_object *counts, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(counts, name, &value) ||
	    !(json_object_is_type(value, json_type_double) || json_object_is_type(value, json_type_int)))
		return false;
	*share = json_object_get_double(value);
	return *share >= 0 && *share <= 1;
}

static void take_missed(struct mst_gather *gather, struct json_object *counts)
{
	struct mst_rows_missed missed = { 0 };

	missed.known = read_share(&missed.share, counts, "missed_share") &&
	               read_share(&missed.low, counts, "missed_low") && read_share(&missed.high, counts, "missed_high");
	gather->missed = missed;
}

#define ELAPSED_MOST_MS (INT64_C(1) << 40)

static void take_end(struct mst_gather *gather, struct json_object *counts)
{
	struct json_object *value;
	int64_t ms;

	if (!gather->started_ns || !json_object_object_get_ex(counts, "elapsed_ms", &value) ||
	    !json_object_is_type(value, json_type_int))
		return;
	ms = json_object_get_int64(value);
	if (ms >= 0 && ms < ELAPSED_MOST_MS)
		gather->ended_ns = gather->started_ns + (uint64_t)ms * MST_NS_PER_MS;
}

/* `counts` has `interrupted`: the summary in a document, the object itself in ndjson. */
static int take_run(struct mst_json_reader *reader, struct json_object *object, struct json_object *counts,
                    struct mst_error *err)
{
	struct json_object *value;
	int code = 0;

	if (json_object_object_get_ex(object, "parameters", &value) && json_object_is_type(value, json_type_object))
		code = take_parameters(reader, value, err);
	if (json_object_object_get_ex(counts, "interrupted", &value))
		reader->gather->ended = !json_object_get_boolean(value);
	take_missed(reader->gather, counts);
	take_end(reader->gather, counts);
	if (json_object_object_get_ex(counts, "targets", &value))
		reader->gather->everything = json_object_get_uint64(value) == reader->verdicts;
	if (json_object_object_get_ex(object, "incomplete", &value) && json_object_get_boolean(value))
		mst_gather_warn(reader->gather, "it says of itself that rows are missing");
	return code;
}

static int take_document(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	struct json_object *summary;

	if (!json_object_object_get_ex(object, "summary", &summary) || !json_object_is_type(summary, json_type_object))
		summary = object;
	return take_run(reader, object, summary, err);
}

static int take_line(struct mst_json_reader *reader, struct json_object *object, struct mst_error *err)
{
	const char *type = text_member(object, "type");

	if (type && strcmp(type, "amendment") == 0)
		reader->verdicts--;
	if (!type || strcmp(type, "result") == 0 || strcmp(type, "amendment") == 0)
		return take_row(reader, object, err);
	if (strcmp(type, "name") == 0)
		return take_name(reader, object, err);
	if (strcmp(type, "summary") == 0)
		return take_run(reader, object, object, err);
	return mst_fail(err, -EBADMSG, "type \"%.40s\"; expected result, amendment, name or summary", type);
}

int mst_json_take(struct mst_json_reader *reader, const char *text, size_t length, enum mst_json_place place,
                  struct mst_error *err)
{
	struct json_object *object;
	int code;

	json_tokener_reset(reader->tokener);
	object = json_tokener_parse_ex(reader->tokener, text, (int)length);
	if (!object || json_tokener_get_error(reader->tokener) != json_tokener_success ||
	    json_tokener_get_parse_end(reader->tokener) != length) {
		json_object_put(object);
		return mst_fail(err, -EBADMSG, "no JSON: %s",
		                json_tokener_error_desc(json_tokener_get_error(reader->tokener)));
	}
	if (place == MST_JSON_DOCUMENT)
		code = take_document(reader, object, err);
	else if (place == MST_JSON_LINE)
		code = take_line(reader, object, err);
	else
		code = take_row(reader, object, err);
	json_object_put(object);
	return code;
}
