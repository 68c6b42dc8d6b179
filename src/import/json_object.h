/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_object.h - one object of json or ndjson, read by json-c: a row, a name, or what the file says of its run.
 */
#ifndef MST_IMPORT_JSON_OBJECT_H
#define MST_IMPORT_JSON_OBJECT_H

#include "import/fields.h"
#include "import/gather.h"

struct json_tokener;

struct mst_json_reader {
	struct mst_gather *gather;
	struct json_tokener *tokener;
	struct mst_field_row row;
	uint64_t verdicts; /* rows so far that are no amendments */
};

/* Where an object stands: a line of ndjson, an element of results, what is around the results. */
enum mst_json_place { MST_JSON_LINE, MST_JSON_ELEMENT, MST_JSON_DOCUMENT };

/* -ENOMEM with a sentence. */
int mst_json_reader_init(struct mst_json_reader *reader, struct mst_gather *gather, struct mst_error *err);

/* `text` ends with a NUL behind `length` bytes. -EBADMSG with words for a sentence; else -errno with a sentence. */
int mst_json_take(struct mst_json_reader *reader, const char *text, size_t length, enum mst_json_place place,
                  struct mst_error *err);

/* Accepts zeroed memory. */
void mst_json_reader_free(struct mst_json_reader *reader);

#endif
