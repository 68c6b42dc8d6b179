/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * members.c - verdicts and pairs as members of a JSON object.
 */
#include "report/members.h"

#include <math.h>
#include <stdio.h>

#include "report/digits.h"

/* A byte is spelled in four, one of which JSON doubles; or it is a control character, \u0001. */
#define SPELLED_ROOM MST_JSON_ROOM(MST_FIELD_SERVICE_MAX)
_Static_assert(MST_MEMBERS_MAX <= MST_OUT_ROOM_MAX, "the members of a verdict fit the buffer");

static char *put_value(char *at, const struct mst_field *field, const struct mst_result *result,
                       struct mst_lookups *lookups)
{
	char text[MST_FIELD_TEXT_MAX];
	char *begin = field->kind == MST_FIELD_NUMBER ? at : at + 1;
	char *end = field->put(begin, result, lookups);
	size_t length = (size_t)(end - begin);

	if (length == 0)
		return mst_put_text(at, "null");
	if (field->kind == MST_FIELD_NUMBER)
		return end;
	if (mst_field_is_outside(field, result) && !mst_json_is_simple(begin, length)) {
		memcpy(text, begin, length);
		return mst_escape_json(at, text, length);
	}
	*at = '"';
	*end++ = '"';
	return end;
}

static void put_service_text(struct mst_out *out, const struct mst_field *field, const struct mst_result *result)
{
	char text[MST_FIELD_SPELLED_MAX];
	char *end = mst_field_spell(text, field, result, false);
	size_t length = (size_t)(end - text);

	if (length == 0)
		mst_out_put(out, "null");
	else if (field->kind == MST_FIELD_NUMBER)
		mst_out_wrote(out, mempcpy(mst_out_room(out, length), text, length));
	else
		mst_out_wrote(out, mst_escape_json(mst_out_room(out, SPELLED_ROOM), text, length));
}

void mst_members_of_result(struct mst_page *page, const struct mst_result *result)
{
	char *at = mst_out_room(page->out, MST_MEMBERS_MAX);

	for (size_t i = 0; i < page->fields->count; i++) {
		const struct mst_field *field = page->fields->at[i];

		if (i > 0)
			*at++ = ',';
		memcpy(at, field->json_key, field->json_key_length);
		at += field->json_key_length;
		if (field->put) {
			at = put_value(at, field, result, &page->lookups);
			continue;
		}
		mst_out_wrote(page->out, at);
		put_service_text(page->out, field, result);
		at = mst_out_room(page->out, MST_MEMBERS_MAX);
	}
	mst_out_wrote(page->out, at);
}

static void put_string(struct mst_out *out, const char *text)
{
	const char *end = text + strlen(text);

	mst_out_put(out, "\"");
	while (text < end)
		mst_out_wrote(out, mst_escape_json_char(mst_out_room(out, MST_JSON_CHAR_MAX), &text, end));
	mst_out_put(out, "\"");
}

/* JSON has no infinity, and a decimal point in every locale. */
static void put_real(struct mst_out *out, double real)
{
	char text[40], *comma;

	if (!isfinite(real)) {
		mst_out_put(out, "null");
		return;
	}
	snprintf(text, sizeof text, "%.15g", real);
	comma = strchr(text, ',');
	if (comma)
		*comma = '.';
	mst_out_put(out, text);
}

static void put_list(struct mst_out *out, const struct mst_pair *pair)
{
	mst_out_put(out, "[");
	for (size_t i = 0; i < pair->list.count; i++) {
		mst_out_put(out, i ? "," : "");
		put_string(out, pair->list.items[i]);
	}
	mst_out_put(out, "]");
}

static void put_pair(struct mst_out *out, const struct mst_pair *pair)
{
	put_string(out, pair->name);
	mst_out_put(out, ":");
	switch (pair->kind) {
	case MST_PAIR_TEXT:
		if (pair->text)
			put_string(out, pair->text);
		else
			mst_out_put(out, "null");
		break;
	case MST_PAIR_COUNT: mst_out_wrote(out, mst_put_whole(mst_out_room(out, MST_DIGITS_MAX), pair->count)); break;
	case MST_PAIR_REAL: put_real(out, pair->real); break;
	case MST_PAIR_BOOL: mst_out_put(out, pair->yes ? "true" : "false"); break;
	case MST_PAIR_LIST: put_list(out, pair); break;
	}
}

void mst_members_of_pairs(struct mst_out *out, struct mst_pairs pairs)
{
	for (size_t i = 0; i < pairs.count; i++) {
		if (i > 0)
			mst_out_put(out, ",");
		put_pair(out, &pairs.pairs[i]);
	}
}
