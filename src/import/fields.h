/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fields.h - a row from fields by their names, which are those of reports (report/fields.c): what csv, json and ndjson
 * share. Any order, any of them, but the address; names that muster does not know are skipped.
 *
 *     begin ──► take, take … ──► finish ──► result, name
 *
 * Pure.
 */
#ifndef MST_IMPORT_FIELDS_H
#define MST_IMPORT_FIELDS_H

#include <muster/error.h>
#include <muster/result.h>

#include "base/service_draft.h"
#include "base/worker_sets.h"
#include "import/gather.h"

#define MST_SAW_MAX (MST_VANTAGES_MAX * (MST_WORKER_NAME_MAX + 16))

struct mst_field_row {
	struct mst_result result;
	bool has_addr, has_state, has_reason;
	bool foreign;                /* an address names an interface that this machine lacks; it was taken without */
	char name[MST_NAME_MAX + 1]; /* empty: none */
	char worker[MST_WORKER_NAME_MAX + 1];
	char saw[MST_SAW_MAX]; /* names of `seen` */
	struct mst_sightings seen;
	bool has_service; /* a field of a service is known */
	struct mst_service_draft service;
};

/* The number of a field, for take; -1: no field of a row has this name. `length` bytes. */
int mst_field_number(const char *name, size_t length);

/* Whether that field is text from outside, which csv may have put an apostrophe before. */
bool mst_field_is_text(int number);

/* Whether a file with this field tells of services more than the names of their ports. */
bool mst_field_tells_services(int number);

void mst_field_row_begin(struct mst_field_row *row);

/* An empty text is a field that is empty. -EBADMSG with words that name the field and what it should be. */
int mst_field_take(struct mst_field_row *row, int number, const char *text, struct mst_error *err);

/* -EBADMSG with words: no address; a state that does not go with the port or the lack of one. */
int mst_field_row_finish(struct mst_field_row *row, struct mst_error *err);

/* Adds the finished row, and its name. -errno with a sentence. */
int mst_field_row_gather(struct mst_field_row *row, struct mst_gather *gather, struct mst_error *err);

/* The reason where a file has none: the usual one for the state. */
enum mst_reason mst_usual_reason(const struct mst_result *row);

/* The reason, or suspicion, with this name. False: there is none. */
bool mst_reason_parse(uint8_t *reason, const char *word);
bool mst_suspicion_parse(uint8_t *suspicion, const char *word);

/* "aa:bb:cc:dd:ee:ff", in either case. False: anything else. */
bool mst_link_addr_parse(uint8_t mac[6], const char *text);

/* Milliseconds "0.123456" as nanoseconds; at most a day. False: anything else. */
bool mst_ms_parse(int64_t *ns, const char *text);

#endif
