/* SPDX-License-Identifier: BSD-2-Clause */
/* results.c - see results.h. */
#include "target/results.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/fail.h"

#define NO_COLUMN UINT32_MAX

/* Ends the field at *rest with a NUL, its quotes removed (RFC 4180), and moves *rest behind it; NULL at the end. */
static char *next_field(char **rest)
{
	char *field = *rest, *to = field, *at = field;
	bool quoted = false;

	if (!field)
		return NULL;
	for (; *at && (quoted || *at != ','); at++) {
		if (*at != '"')
			*to++ = *at;
		else if (quoted && at[1] == '"')
			*to++ = *++at;
		else
			quoted = !quoted;
	}
	*rest = *at ? at + 1 : NULL;
	*to = '\0';
	return field;
}

/* The number of a column of a header; NO_COLUMN: it has none. */
static unsigned column_of(const char *line, const char *name)
{
	size_t length = strlen(name);

	for (unsigned column = 0; line; column++) {
		size_t found = strcspn(line, ",\r");

		if (found == length && memcmp(line, name, length) == 0)
			return column;
		line = line[found] == ',' ? line + found + 1 : NULL;
	}
	return NO_COLUMN;
}

bool mst_results_begin(struct mst_results *results, const char *line)
{
	*results = (struct mst_results){ .addr = column_of(line, "addr"), .state = column_of(line, "state") };
	if (results->addr != NO_COLUMN && results->state != NO_COLUMN)
		results->kind = MST_RESULTS_CSV;
	else if (strncmp(line, "{\"type\":\"", 9) == 0 || strncmp(line, "{\"muster\":\"", 11) == 0)
		results->kind = MST_RESULTS_JSON;
	return results->kind == MST_RESULTS_CSV;
}

static void find_fields(const struct mst_results *results, char *line, char **addr, char **state)
{
	char *rest = line, *field;

	for (unsigned column = 0; (field = next_field(&rest)) != NULL; column++) {
		if (column == results->addr)
			*addr = field;
		else if (column == results->state)
			*state = field;
	}
}

/* Ends the string that begins behind the quote at `at` with a NUL; returns what follows it, or NULL. */
static char *end_string(char *at)
{
	while (*at && *at != '"')
		at += at[0] == '\\' && at[1] ? 2 : 1;
	if (!*at)
		return NULL;
	*at = '\0';
	return at + 1;
}

/* The strings addr and state of a flat object; an object with others in it is no row. */
static void find_members(char *line, char **addr, char **state)
{
	char *at = line;

	if (*at != '{')
		return;
	while (at && (*at == '{' || *at == ',') && at[1] == '"') {
		char *name = at + 2, *value = end_string(name);

		if (!value || *value++ != ':' || *value == '{' || *value == '[')
			return;
		at = *value == '"' ? end_string(value + 1) : value + strcspn(value, ",}");
		if (at && *value == '"' && strcmp(name, "addr") == 0)
			*addr = value + 1;
		else if (at && *value == '"' && strcmp(name, "state") == 0)
			*state = value + 1;
	}
}

int mst_results_take(struct mst_results *results, char *line, char **addr, struct mst_error *err)
{
	char *state = NULL;

	*addr = NULL;
	line[strcspn(line, "\r")] = '\0';
	if (!*line)
		return 0;
	if (results->kind == MST_RESULTS_CSV)
		find_fields(results, line, addr, &state);
	else
		find_members(line, addr, &state);
	if (results->kind == MST_RESULTS_JSON && !*addr)
		return 0;
	if (!*addr || !state)
		return mst_fail(err, -EINVAL, "a result without %s; expected rows with the fields addr and state",
		                *addr ? "state" : "addr");
	if (strcmp(state, "up") != 0 && strcmp(state, "open") != 0) {
		results->skipped++;
		*addr = NULL;
	}
	return 0;
}
