/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fields.h - the fields of a verdict, one table row each, and the choice among them.
 */
#ifndef MST_REPORT_FIELDS_H
#define MST_REPORT_FIELDS_H

#include <muster/report.h>
#include <muster/vendors.h>

#include "base/service_spell.h"
#include "base/services.h"

/* The type of a field in JSON; an empty one is null. */
enum mst_field_kind {
	MST_FIELD_NUMBER,
	MST_FIELD_WORD, /* a string of this program: it never needs escapes */
	MST_FIELD_ADDR, /* likewise, unless the address has a scope, which is the name of an interface */
	MST_FIELD_TEXT, /* a string with parts from outside */
};

/* Room for the longest text of a field. */
#define MST_FIELD_TEXT_MAX 320 /* of "saw", with the longest names */
#define MST_FIELDS_MAX 48

#define MST_FIELDS_SHORT_MAX 23 /* of them so many are no texts of services */

/* The longest text of a service is its banner; room for it as spell.h has it. */
#define MST_FIELD_SERVICE_MAX 1460
#define MST_FIELD_SPELLED_MAX (MST_SPELLED_BYTE_MAX * MST_FIELD_SERVICE_MAX)

/* 2026-11-23T */
#define MST_DAY_TEXT 11

/* Data that is looked up while fields are written. Begin with zeroed memory; mst_lookups_free. */
struct mst_lookups {
	uint64_t day;                    /* since 1970; of day_text */
	char day_text[MST_DAY_TEXT + 1]; /* empty before the first */
	struct mst_vendors *vendors;     /* loaded at the first look-up */
	bool vendors_sought;
	struct mst_services *services; /* likewise */
	bool services_sought;
	const char *(*name)(const void *names, const struct mst_addr *addr); /* as in the report's config */
	const void *names;
	const char *(*worker)(const void *workers, const struct mst_result *result, unsigned vantage); /* likewise */
	const void *workers;
};

void mst_lookups_free(struct mst_lookups *lookups);

/* The vendor of a link-layer address; NULL when it is not known. */
const char *mst_lookups_vendor(struct mst_lookups *lookups, const uint8_t mac[6]);

/* The name of the port of a verdict by the services database, for its protocol; "" when it has none. */
const char *mst_lookups_service(struct mst_lookups *lookups, const struct mst_result *result);

/* Writes the name of the service of a verdict, recognised or of its port, at most MST_FIELD_TEXT_MAX bytes; returns the
 * end. */
char *mst_lookups_put_service(char *at, struct mst_lookups *lookups, const struct mst_result *result);

/* Write the fields `worker` and `saw` of a verdict, as mst_field_put has it. */
char *mst_lookups_put_worker(char *at, const struct mst_lookups *lookups, const struct mst_result *result);
char *mst_lookups_put_saw(char *at, const struct mst_lookups *lookups, const struct mst_result *result);

/* Writes text from outside at `at` as base/media.h has it for ascii, less than MST_FIELD_TEXT_MAX bytes; returns the
 * end. */
char *mst_lookups_put_text(char *at, const char *text, size_t length);

/* Writes the names of an address at `at`, unprintable characters as '?', at most MST_FIELD_TEXT_MAX bytes: names that
 * do not fit are left out. Returns the end. */
char *mst_lookups_put_name(char *at, struct mst_lookups *lookups, const struct mst_addr *addr);

/* Writes the field of a verdict at `at`, at most MST_FIELD_TEXT_MAX bytes without NUL; returns the end, `at`
 * if empty. */
typedef char *mst_field_put(char *at, const struct mst_result *result, struct mst_lookups *lookups);

struct mst_field {
	struct mst_field_info info;
	const char *json_key; /* "name": with quotes and colon */
	size_t json_key_length;
	enum mst_field_kind kind;
	mst_field_put *put; /* NULL: it is a text of the service, of any length */
	enum mst_service_field text;
};

/* Whether the text of a field may have bytes that a format has to escape. */
static inline bool mst_field_is_outside(const struct mst_field *field, const struct mst_result *result)
{
	return field->kind == MST_FIELD_TEXT ||
	       (field->kind == MST_FIELD_ADDR && (result->addr.scope | result->from.scope) != 0);
}

/* The columns of a report, in order. */
struct mst_fields {
	const struct mst_field *at[MST_FIELDS_MAX];
	size_t count;
};

/* What default columns there are besides those of every report. */
enum mst_fields_extra { MST_EXTRA_NAMES = 1, MST_EXTRA_SERVICES = 2, MST_EXTRA_WORKERS = 4, MST_EXTRA_VANTAGES = 8 };

/* From "addr,port,state"; NULL chooses the defaults and `extra`, a bit set. -EINVAL with a sentence for an unknown or
 * repeated field. */
int mst_fields_choose(struct mst_fields *fields, const char *names, unsigned extra, struct mst_error *err);

/* Writes the text of a service as spell.h has it, at most MST_FIELD_SPELLED_MAX bytes; returns the end, `at` where
 * nothing is known, or no number is where one should be. */
char *mst_field_spell(char *at, const struct mst_field *field, const struct mst_result *result, bool plain);

bool mst_fields_contain(const struct mst_fields *fields, const char *name);

#endif
