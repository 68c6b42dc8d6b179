/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sqlite.c - a run appended to a database: its row when the scan begins, so that others see it run, the rows of its
 * verdicts at the end, in order. The tables: base/run_tables.c.
 */
#include <errno.h>
#include <muster/journal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/moment.h"
#include "base/run_tables.h"
#include "base/service_draft.h"
#include "report/members.h"
#include "report/pairs.h"
#include "report/run_file.h"
#include "report/writer.h"

#define SORT_MAX 21 /* family, scope, sixteen bytes */

struct state {
	struct mst_fields fields; /* MST_RUN_COLUMNS */
	bool begun;
};

const char *mst_report_schema(void)
{
	return mst_runs_schema();
}

static int open_file(struct mst_out *out, const char *path, struct mst_error *err)
{
	int code;

	*out = (struct mst_out){ .fd = -1 };
	out->file = (struct mst_named_file){ .kind = MST_NAMED_DEVICE, .fd = -1, .lock = -1, .replaced = -1 };
	out->file.path = strdup(path);
	code = out->file.path ? mst_run_file_open(&out->database, path, err)
	                      : mst_fail(err, -ENOMEM, "no memory for %s", path);
	if (code < 0)
		mst_out_discard(out);
	return code;
}

/* The first error of the file is that of the output. */
static void keep_error(struct mst_page *page)
{
	struct mst_error err;
	int code = mst_run_file_code(page->out->database, &err);

	if (code < 0 && page->out->code == 0) {
		page->out->code = code;
		page->out->error = err;
	}
}

/* ---- the run ---- */

/* As a JSON object, allocated; NULL when there is no memory. */
static char *json_of(struct mst_pairs pairs)
{
	struct mst_out memory = { .fd = -1, .size = MST_OUT_ROOM_MAX, .buffer = malloc(MST_OUT_ROOM_MAX) };

	if (!memory.buffer)
		return NULL;
	mst_out_put(&memory, "{");
	mst_members_of_pairs(&memory, pairs);
	mst_out_put(&memory, "}");
	*mst_out_room(&memory, 1) = '\0';
	if (memory.code == 0)
		return memory.buffer;
	free(memory.buffer);
	return NULL;
}

static uint64_t started_ns(struct mst_pairs parameters)
{
	const struct mst_pair *start = mst_pairs_find(parameters, "start", MST_PAIR_TEXT);
	uint64_t ns;

	return start && mst_moment_parse(&ns, start->text) == 0 ? ns : mst_wall_ns();
}

static void start(struct mst_page *page)
{
	const struct mst_pair *command = mst_pairs_find(page->parameters, "command", MST_PAIR_TEXT);
	struct mst_journal *journal = page->config->journal;
	struct state *state = page->state;
	char *parameters = json_of(page->parameters);
	struct mst_run_start run = {
		.started_ms = started_ns(page->parameters) / MST_NS_PER_MS,
		.command = command ? command->text : NULL,
		.question = page->config->fields_for_ports ? "ports" : "hosts",
		.parameters = parameters,
		.journal = journal ? mst_journal_info(journal)->id : NULL,
	};

	(void)mst_fields_choose(&state->fields, MST_RUN_COLUMNS, 0, NULL);
	state->begun = true;
	mst_run_file_begin(page->out->database, &run);
	keep_error(page);
	free(parameters);
}

/* Rows that were there already have no start of their own. */
static void begin(struct mst_page *page)
{
	if (!((struct state *)page->state)->begun)
		start(page);
}

/* ---- its rows ---- */

static int put_sort(uint8_t *at, const struct mst_addr *addr)
{
	at[0] = addr->family;
	if (addr->family == MST_IPV4) {
		memcpy(at + 1, addr->bytes, 4);
		return 5;
	}
	for (int i = 0; i < 4; i++)
		at[1 + i] = (uint8_t)(addr->scope >> (24 - 8 * i));
	memcpy(at + 5, addr->bytes, 16);
	return SORT_MAX;
}

/* `spelled` has room for all texts. */
static void fill_service(struct mst_run_value values[MST_SERVICE_FIELD_COUNT], char *spelled,
                         const struct mst_service *service)
{
	for (unsigned i = 0; i < MST_SERVICE_FIELD_COUNT; i++) {
		char *end = mst_service_spell(spelled, &service->of[i], false);

		values[i] = (struct mst_run_value){ .text = spelled, .length = (int)(end - spelled) };
		spelled = end;
	}
}

static void write_row(struct mst_page *page, const struct mst_result *result)
{
	struct state *state = page->state;
	char texts[MST_RUN_COLUMN_COUNT][MST_FIELD_TEXT_MAX + 1];
	char spelled[MST_SPELLED_BYTE_MAX * MST_SERVICE_BYTES_MAX];
	struct mst_run_value values[MST_SERVICE_FIELD_COUNT];
	uint8_t sort[SORT_MAX];
	struct mst_run_row row = {
		.sort = sort,
		.sort_length = put_sort(sort, &result->addr),
		.rtt_ns = result->rtt_ns,
		.time_ms = result->time_ns / MST_NS_PER_MS,
	};

	for (size_t i = 0; i < state->fields.count; i++) {
		const struct mst_field *field = state->fields.at[i];
		char *end = field->put(texts[i], result, &page->lookups);

		*end = '\0';
		row.columns[i].text = texts[i];
		row.columns[i].length = (int)(end - texts[i]);
		row.columns[i].is_number = field->kind == MST_FIELD_NUMBER;
	}
	if (result->service) {
		fill_service(values, spelled, result->service);
		row.service = values;
	}
	mst_run_file_put(page->out->database, &row);
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		write_row(page, &results[i]);
	keep_error(page);
}

static void fill_counts(struct mst_run_end *end, int64_t counts[], struct mst_pairs summary)
{
	static const char *const names[] = { "targets", "up",       "down",          "unreachable", "open",
		                             "closed",  "filtered", "open_filtered", "unknown" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct mst_pair *pair = mst_pairs_find(summary, names[i], MST_PAIR_COUNT);

		counts[i] = pair ? (int64_t)pair->count : 0;
		end->counts[i] = pair ? &counts[i] : NULL;
	}
}

static void end(struct mst_page *page)
{
	const struct mst_pair *interrupted = mst_pairs_find(page->summary, "interrupted", MST_PAIR_BOOL);
	const struct mst_pair *elapsed = mst_pairs_find(page->summary, "elapsed_ms", MST_PAIR_COUNT);
	char *summary = json_of(page->summary);
	struct mst_run_end run = {
		.ended_ms = mst_wall_ns() / MST_NS_PER_MS,
		.complete = interrupted && !interrupted->yes && !page->incomplete,
		.summary = summary,
	};
	int64_t counts[sizeof run.counts / sizeof *run.counts];

	if (elapsed)
		run.ended_ms = started_ns(page->parameters) / MST_NS_PER_MS + elapsed->count;
	fill_counts(&run, counts, page->summary);
	mst_run_file_end(page->out->database, &run);
	keep_error(page);
	free(summary);
}

const struct mst_writer mst_writer_sqlite = {
	.name = "sqlite",
	.brief = "a run appended to a database",
	.suffixes = { ".db", ".sqlite" },
	.state_size = sizeof(struct state),
	.open = open_file,
	.start = start,
	.begin = begin,
	.write = write_rows,
	.end = end,
};
