/*
 * fields.h - what can be told of a verdict, one row a field, and the choice among them.
 */
#ifndef MST_REPORT_FIELDS_H
#define MST_REPORT_FIELDS_H

#include <muster/report.h>
#include <muster/vendors.h>

#include "base/services.h"

/* How a field stands in JSON; every one is null when empty. */
enum mst_field_kind {
	MST_FIELD_NUMBER,
	MST_FIELD_WORD, /* a string of ours, in which nothing ever needs quoting */
	MST_FIELD_TEXT, /* a string with parts from elsewhere (interface names) */
};

/* Room for the longest text of a field. */
#define MST_FIELD_TEXT_MAX 256
#define MST_FIELDS_MAX 20

/* 2026-11-23T23:36:51 */
#define MST_SECOND_TEXT 19

/* What is looked up while fields are written, kept. Starts zeroed; mst_lookups_free. */
struct mst_lookups {
	uint64_t second; /* since 1970, the last one written: verdicts come many a second */
	char second_text[MST_SECOND_TEXT + 1]; /* empty before the first */
	struct mst_vendors *vendors; /* loaded when the first is asked for */
	bool vendors_sought;
	struct mst_services *services; /* as well */
	bool services_sought;
	const char *(*name)(const void *names, const struct mst_addr *addr); /* as in the report's config */
	const void *names;
};

void mst_lookups_free(struct mst_lookups *lookups);

/* The vendor of a link-layer address; NULL when it is not known. */
const char *mst_lookups_vendor(struct mst_lookups *lookups, const uint8_t mac[6]);

/* The name of the port of a verdict by the services database, for its protocol; "" when it has none. */
const char *mst_lookups_service(struct mst_lookups *lookups, const struct mst_result *result);

/* Writes the names of an address, tamed, at `at`, at most MST_FIELD_TEXT_MAX bytes: what is too long is left out. Returns the end. */
char *mst_lookups_put_name(char *at, struct mst_lookups *lookups, const struct mst_addr *addr);

/* Writes the field of a verdict at `at`, at most MST_FIELD_TEXT_MAX bytes without NUL; returns the end, `at`
 * if empty. */
typedef char *mst_field_put(char *at, const struct mst_result *result, struct mst_lookups *lookups);

struct mst_field {
	struct mst_field_info info;
	const char *json_key; /* "name": with quotes and colon */
	size_t json_key_length;
	enum mst_field_kind kind;
	mst_field_put *put;
};

/* The columns of a report, in order. */
struct mst_fields {
	const struct mst_field *at[MST_FIELDS_MAX];
	size_t count;
};

/* From "addr,port,state"; NULL chooses the defaults, `name` among them when there are names. -EINVAL with a sentence for an unknown or repeated
 * field. */
int mst_fields_choose(struct mst_fields *fields, const char *names, bool have_names, struct mst_error *err);

bool mst_fields_contain(const struct mst_fields *fields, const char *name);

#endif
