/* SPDX-License-Identifier: BSD-2-Clause */
/* html_rows.c - see html_rows.h. */
#include "report/html_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/digits.h"

/* Times and counts of attempts are the same or of no use in most rows: --fields brings them. */
#define DEFAULT_FIELDS \
	"addr,name,port,proto,state,reason,rtt_ms,ttl,suspect,worker,saw,mac,vendor,service,product,version,os,tls," \
	"cert_cn," \
	"cert_not_after,http_status,http_title,http_server,ssh_key,banner,error"
#define CUT "…"
#define BETWEEN "–"
#define NS_PER_US 1000
#define RTT_DIGITS_LESS 3 /* microseconds are enough to look at */
#define CHARACTER_MAX 16  /* more than the last character that had no room */

/* An output may not have the size for a text of the service: it is cut. */
#define SERVICE_MOST (MST_FIELD_TEXT_MAX - sizeof CUT)

int mst_html_rows_init(struct mst_html_rows *rows, struct mst_page *page)
{
	struct mst_error none;

	rows->page = page;
	if (page->fields_chosen)
		rows->fields = *page->fields;
	else if (mst_fields_choose(&rows->fields, DEFAULT_FIELDS, 0, &none) < 0)
		rows->fields.count = 0;
	rows->cells = calloc(MST_FIELDS_MAX + 1, sizeof *rows->cells);
	return rows->cells ? 0 : -ENOMEM;
}

void mst_html_rows_free(struct mst_html_rows *rows)
{
	mst_html_table_free(&rows->table);
	free(rows->cells);
	rows->cells = NULL;
}

/* ---- cells ---- */

static char *put_service_text(char *at, const struct mst_result *result, enum mst_service_field field)
{
	size_t length = mst_service_text(at, SERVICE_MOST, result->service, field);

	if (length + CHARACTER_MAX >= SERVICE_MOST)
		return mst_put_text(at + length, CUT);
	return at + length;
}

static char *put_field(char *at, const struct mst_field *field, const struct mst_result *result,
                       struct mst_lookups *lookups)
{
	struct mst_result rounded;

	if (!field->put)
		return put_service_text(at, result, field->text);
	if (result->rtt_ns < 0 || strcmp(field->info.name, "rtt_ms") != 0)
		return field->put(at, result, lookups);
	rounded = *result;
	rounded.rtt_ns += NS_PER_US / 2;
	return field->put(at, &rounded, lookups) - RTT_DIGITS_LESS;
}

void mst_html_rows_use(struct mst_html_rows *rows, const struct mst_result *result)
{
	char text[MST_FIELD_TEXT_MAX];

	for (size_t i = 0; i < rows->fields.count; i++)
		rows->used[i] = rows->used[i] ||
		                put_field(text, rows->fields.at[i], result, &rows->page->lookups) > text;
}

void mst_html_rows_fit(struct mst_html_rows *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->fields.count; i++) {
		const struct mst_field *field = rows->fields.at[i];

		if (!rows->used[i] && !rows->page->fields_chosen)
			continue;
		rows->fields.at[kept] = field;
		rows->table.columns[kept++] = (struct mst_html_column){
			.name = field->info.name,
			.title = field->info.name,
			.number = field->kind == MST_FIELD_NUMBER,
		};
	}
	rows->fields.count = kept;
	if (rows->counted)
		rows->table.columns[kept++] = (struct mst_html_column){ "count", "count", true };
	rows->table.count = kept;
}

static void put_row(struct mst_html_rows *rows, char *const ends[MST_FIELDS_MAX + 1])
{
	struct mst_html_cell cells[MST_FIELDS_MAX + 1];

	for (size_t i = 0; i < rows->table.count; i++)
		cells[i] = (struct mst_html_cell){ rows->cells[i], (size_t)(ends[i] - rows->cells[i]) };
	mst_html_table_row(&rows->table, cells);
}

void mst_html_rows_put(struct mst_html_rows *rows, const struct mst_result *result)
{
	char *ends[MST_FIELDS_MAX + 1];

	for (size_t i = 0; i < rows->fields.count; i++)
		ends[i] = put_field(rows->cells[i], rows->fields.at[i], result, &rows->page->lookups);
	ends[rows->fields.count] = rows->cells[rows->fields.count]; /* one verdict needs no count */
	put_row(rows, ends);
}

/* ---- several verdicts in a row ---- */

static char *put_addresses(char *at, const struct mst_html_span *span)
{
	at += mst_addr_format(&span->first, at);
	if (mst_addr_equal(&span->first, &span->last))
		return at;
	at = mst_put_text(at, BETWEEN);
	return at + mst_addr_format(&span->last, at);
}

static char *put_ports(char *at, const struct mst_html_span *span)
{
	if (!span->about_port)
		return at;
	at = mst_put_whole(at, span->first_port);
	return span->first_port == span->last_port ? at : mst_put_whole(mst_put_text(at, BETWEEN), span->last_port);
}

/* What all verdicts of the span have. */
static char *put_common(char *at, const struct mst_html_rows *rows, const struct mst_field *field,
                        const struct mst_html_span *span)
{
	struct mst_result alike = {
		.about_port = span->about_port, .proto = span->proto, .state = span->state, .reason = span->reason
	};

	if (strcmp(field->info.name, "addr") == 0)
		return put_addresses(at, span);
	if (strcmp(field->info.name, "port") == 0)
		return put_ports(at, span);
	if (strcmp(field->info.name, "proto") == 0 || strcmp(field->info.name, "state") == 0 ||
	    strcmp(field->info.name, "reason") == 0)
		return field->put(at, &alike, &rows->page->lookups);
	return at;
}

void mst_html_rows_use_span(struct mst_html_rows *rows, const struct mst_html_span *span)
{
	char text[MST_FIELD_TEXT_MAX];

	for (size_t i = 0; i < rows->fields.count; i++)
		rows->used[i] = rows->used[i] || put_common(text, rows, rows->fields.at[i], span) > text;
}

void mst_html_rows_put_span(struct mst_html_rows *rows, const struct mst_html_span *span)
{
	char *ends[MST_FIELDS_MAX + 1];

	for (size_t i = 0; i < rows->fields.count; i++)
		ends[i] = put_common(rows->cells[i], rows, rows->fields.at[i], span);
	if (rows->counted)
		ends[rows->fields.count] = mst_put_whole(rows->cells[rows->fields.count], span->count);
	put_row(rows, ends);
}

static void put_prefix(struct mst_html_rows *rows, const char *prefix, enum mst_state state, uint32_t count)
{
	char *ends[MST_FIELDS_MAX + 1];

	for (size_t i = 0; i < rows->fields.count; i++) {
		const char *name = rows->fields.at[i]->info.name;
		const char *text = strcmp(name, "addr") == 0    ? prefix
		                   : strcmp(name, "state") == 0 ? mst_state_name(state)
		                                                : "";

		ends[i] = mst_put_text(rows->cells[i], text);
	}
	if (rows->counted)
		ends[rows->fields.count] = mst_put_whole(rows->cells[rows->fields.count], count);
	put_row(rows, ends);
}

void mst_html_rows_put_prefixes(struct mst_html_rows *rows, const struct mst_html_leaves *leaves)
{
	for (size_t i = 0; i < leaves->count; i++) {
		char prefix[MST_HTML_PREFIX_TEXT];

		mst_html_prefix(prefix, leaves->bits, leaves->at[i].first, leaves->shift);
		for (enum mst_state state = MST_STATE_COUNT; state-- > 0;) {
			if (leaves->at[i].states[state])
				put_prefix(rows, prefix, state, leaves->at[i].states[state]);
		}
	}
}
