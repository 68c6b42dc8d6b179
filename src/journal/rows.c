/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.c - every verdict of a journal, in the order of addresses and ports: those that have a record come out of
 * windows (window.h), silence is filled in between.
 */
#include "base/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "journal/handle.h"
#include "journal/service_find.h"
#include "journal/service_window.h"
#include "journal/window.h"

#define UNASKED_MAX (UINT64_C(4) << 20) /* more are only counted, as in muster/scan_config.h */

#define AHEAD 64
#define SERVICES_AT_ONCE 64 /* that a reader of many verdicts gets copies of */

struct journal_rows {
	struct mst_rows rows;
	struct mst_journal *journal;
	const struct mst_round_log *round;
	size_t number; /* of the round */
	bool unasked, only_settled;
	uint32_t states;         /* that are wanted */
	mst_uint128 index;       /* of the next question, in the window */
	mst_uint128 ahead_first; /* index of the first of the positions that were found ahead … */
	uint32_t ahead_count;
	uint64_t ahead[AHEAD]; /* … while every question is looked at */
	struct mst_window window;
	struct mst_service_window served; /* its services */
	struct mst_addr host;             /* the last one that was looked for among those that were down … */
	bool host_is_down;                /* … and whether it was */
	struct mst_service_copies lent;   /* services of the rows that were handed out last */
};

/* ---- one row ---- */

static bool is_down(struct journal_rows *rows, const struct mst_addr *addr)
{
	if (!mst_addr_equal(&rows->host, addr)) {
		rows->host = *addr;
		rows->host_is_down = mst_silence_host_is_down(&rows->round->silence, addr);
	}
	return rows->host_is_down;
}

static void fill_silent(struct journal_rows *rows, struct mst_result *result, mst_uint128 index, uint64_t position)
{
	struct mst_question_at at = mst_space_question(&rows->round->space, index);

	mst_silence_fill(&rows->round->silence, result, position, &at, mst_journal_settled_at(rows->journal, position),
	                 rows->round->silence.hosts && is_down(rows, &at.addr));
}

/* The position of a question; `all`: the next ones will be asked for, too. False: the run does not ask it. */
static bool find_position(struct journal_rows *rows, mst_uint128 index, bool all, uint64_t *position)
{
	if (!all)
		return mst_space_position(&rows->round->space, index, position);
	if (index < rows->ahead_first || index - rows->ahead_first >= rows->ahead_count) {
		mst_uint128 left = rows->round->space.size - index, indices[AHEAD];

		rows->ahead_first = index;
		rows->ahead_count = left < AHEAD ? (uint32_t)left : AHEAD;
		for (uint32_t i = 0; i < rows->ahead_count; i++)
			indices[i] = index + i;
		mst_space_positions(&rows->round->space, indices, rows->ahead_count, rows->ahead);
	}
	*position = rows->ahead[index - rows->ahead_first];
	return *position != MST_NO_POSITION;
}

/* The row of a question; false: it has none. */
static bool fill(struct journal_rows *rows, struct mst_result *result, mst_uint128 index, bool all)
{
	const struct mst_journal_record *record = mst_window_take(&rows->window, index);
	uint64_t position;
	bool settled;

	if (!find_position(rows, index, all, &position))
		return false;
	settled = mst_settled_has(&rows->round->settled, position);
	if (!settled && rows->only_settled)
		return false;
	if (record && !(settled && (record->shape.flags & MST_SHAPE_PROVISIONAL))) {
		mst_record_result(result, record, &rows->round->space, position);
	} else if (settled) {
		fill_silent(rows, result, index, position);
	} else if (rows->unasked) {
		const struct mst_journal_record unasked = mst_record_unasked(rows->journal, rows->number, index);

		mst_record_result(result, &unasked, &rows->round->space, position);
	} else {
		return false;
	}
	return rows->states >> result->state & 1;
}

/* ---- all of them ---- */

/* Whether questions without a record have rows that are wanted: then every question is looked at. */
static bool walks(const struct journal_rows *rows)
{
	const uint32_t silent = 1u << MST_DOWN | 1u << MST_FILTERED | 1u << MST_OPEN_FILTERED;
	const uint32_t wanted = rows->states & (silent | (rows->unasked ? 1u << MST_UNKNOWN : 0));

	return !rows->round->records_silence && wanted != 0;
}

static bool fail(struct journal_rows *rows, int code)
{
	rows->rows.code = mst_fail(&rows->rows.error, code, "%s cannot be read: %s",
	                           mst_journal_file_called(&rows->journal->file),
	                           code == -EBADMSG ? "it changed meanwhile" : strerror(-code));
	return false;
}

/* Goes on to the next window; false at the end, and after a failure. */
static bool move(struct journal_rows *rows)
{
	int code = mst_window_move(&rows->window, !walks(rows));

	if (code < 0)
		(void)fail(rows, code);
	rows->index = rows->window.low;
	return code > 0;
}

/* 0; -EBADMSG: the file changed; -ENOMEM, -errno. */
static int add_service(struct journal_rows *rows, struct mst_result *result)
{
	const uint8_t *texts;
	size_t count;
	int code;

	if (!result->about_port || result->state != MST_OPEN)
		return 0;
	code = mst_service_window_take(&rows->served, rows->index, &texts, &count);
	return code > 0 ? mst_service_lend(&rows->lent, texts, count, &result->service) : code;
}

static size_t next_rows(struct mst_rows *base, struct mst_result *results, size_t most)
{
	struct journal_rows *rows = (struct journal_rows *)base;
	bool all = walks(rows);
	size_t count = 0, services = 0;

	mst_service_copies_clear(&rows->lent);
	while (count < most && services < SERVICES_AT_ONCE) {
		if (!all)
			rows->index = mst_window_next(&rows->window);
		if (rows->index == rows->window.high) {
			if (!move(rows))
				break;
			continue;
		}
		if (fill(rows, &results[count], rows->index, all)) {
			int code = add_service(rows, &results[count]);

			if (code < 0 && !fail(rows, code))
				break;
			services += results[count++].service != NULL;
		}
		rows->index += all;
	}
	return count;
}

static void rewind_rows(struct mst_rows *base)
{
	struct journal_rows *rows = (struct journal_rows *)base;

	mst_window_rewind(&rows->window);
	mst_service_window_rewind(&rows->served);
	rows->index = 0;
}

static const char *name_of(const struct mst_rows *base, const struct mst_addr *addr)
{
	return mst_targets_name(((const struct journal_rows *)base)->journal->plan.targets, addr);
}

static const char *worker_of(const struct mst_rows *base, const struct mst_result *row, unsigned vantage)
{
	const struct journal_rows *rows = (const struct journal_rows *)base;

	return vantage == 0 ? mst_journal_workers_at(&rows->journal->workers, row->position) : NULL;
}

static void close_rows(struct mst_rows *base)
{
	struct journal_rows *rows = (struct journal_rows *)base;

	mst_window_close(&rows->window);
	mst_service_window_close(&rows->served);
	mst_service_copies_free(&rows->lent);
	free(rows);
}

static const struct mst_rows_kind kind = {
	.next = next_rows, .rewind = rewind_rows, .name = name_of, .close = close_rows, .worker = worker_of
};

void mst_journal_rows_want(struct mst_rows *base, uint32_t states)
{
	if (base->kind == &kind)
		((struct journal_rows *)base)->states = states;
}

void mst_journal_rows_want_settled(struct mst_rows *base)
{
	if (base->kind == &kind)
		((struct journal_rows *)base)->only_settled = true;
}

/* Whether any question is open, and not more than can have rows. */
static bool has_few_open(const struct mst_round_log *round)
{
	uint64_t open = round->space.end - round->space.begin - round->settled.count;

	return open > 0 && open <= UNASKED_MAX;
}

/* As the last process estimated it that did; a file may say anything. */
static struct mst_rows_missed missed_of(const struct mst_journal *journal)
{
	const struct mst_missed *newest = &journal->newest.stats.missed;
	const struct mst_missed *missed = newest->known ? newest : &journal->before.stats.missed;
	bool is_share = missed->low >= 0 && missed->low <= missed->high && missed->high <= 1 && missed->share >= 0 &&
	                missed->share <= 1;

	return (struct mst_rows_missed){ missed->known && is_share, missed->share, missed->low, missed->high };
}

static void describe(struct mst_rows_about *about, struct mst_journal *journal)
{
	const struct mst_journal_info *info = mst_journal_info(journal);

	*about = (struct mst_rows_about){
		.format = "journal",
		.ports = info->question == MST_ASK_PORTS,
		.proto = mst_journal_last_round(journal)->silence.proto,
		.complete = info->complete || info->settled == info->total,
		.targets = info->targets,
		.port_set = info->ports,
		.endpoints = info->endpoints,
		.command = *info->line ? info->line : NULL,
		.services = journal->services.run_count > 0,
		.vantages = journal->workers.count > 0,
		.started_ns = info->started_ns,
		.ended_ns = info->marked_ns,
		.missed = missed_of(journal),
	};
}

int mst_journal_rows(struct mst_rows **out, struct mst_journal *journal, bool unasked, struct mst_error *err)
{
	struct journal_rows *rows;
	int code;

	*out = NULL;
	if (journal->plan.round_count == 0)
		return mst_fail(err, -EINVAL, "the journal has no run yet");
	code = journal->writes && !journal->failed ? mst_journal_flush(journal, err) : 0;
	if (code < 0)
		return code;
	/* Its memory serves better here. */
	mst_pending_free(&journal->pending);
	rows = calloc(1, sizeof *rows);
	if (!rows)
		return mst_fail(err, -ENOMEM, "no memory to read the journal");
	rows->rows.kind = &kind;
	rows->journal = journal;
	rows->number = journal->plan.round_count - 1;
	rows->round = mst_journal_last_round(journal);
	rows->states = UINT32_MAX;
	rows->unasked = unasked && has_few_open(rows->round);
	describe(&rows->rows.about, journal);
	mst_journal_workers_sort(&journal->workers);
	code = mst_window_open(&rows->window, journal, rows->number, rows->unasked && rows->round->records_silence);
	if (code == 0)
		code = mst_service_window_open(&rows->served, journal);
	if (code < 0) {
		close_rows(&rows->rows);
		return mst_fail(err, code, "no memory to read the journal");
	}
	*out = &rows->rows;
	return 0;
}
