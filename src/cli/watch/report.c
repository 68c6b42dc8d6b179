/* SPDX-License-Identifier: BSD-2-Clause */
/* report.c - the availability of every host in a state file: see lines.h. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/options/sheets.h"
#include "cli/watch/lines.h"

static const char *const standings[] = { "unknown", "inactive", "active" };

#define HOUR_NS (3600 * MST_NS_PER_SECOND)
#define DAY_NS (24 * HOUR_NS)
#define MONTH_NS (31 * DAY_NS)

/* What the file has of the last day and month, by its last round. */
struct past {
	struct mst_watch_span day; /* without a record: it has none */
	uint64_t month_known, month_up;
};

struct pasts {
	const struct mst_watch_history *history;
	struct past *of; /* by record */
};

static void take_day(void *user, const struct mst_watch_span *span)
{
	struct pasts *pasts = user;

	pasts->of[span->record - pasts->history->records].day = *span;
}

static void add_to_month(void *user, const struct mst_watch_span *span)
{
	struct pasts *pasts = user;
	struct past *past = &pasts->of[span->record - pasts->history->records];

	past->month_known += span->known;
	past->month_up += span->up;
}

static int read_pasts(struct pasts *pasts, const char *path, struct mst_error *err)
{
	uint64_t now_ns = 0;
	int code;

	pasts->of = calloc(pasts->history->count + 1, sizeof *pasts->of);
	if (!pasts->of)
		return mst_fail(err, -ENOMEM, "no memory for the report");
	for (size_t i = 0; i < pasts->history->count; i++) {
		if (pasts->history->records[i].last_asked_ns > now_ns)
			now_ns = pasts->history->records[i].last_asked_ns;
	}
	now_ns += MST_NS_PER_SECOND;
	code = mst_watch_history_spans(pasts->history, path, MST_WATCH_TOGETHER, now_ns > DAY_NS ? now_ns - DAY_NS : 0,
	                               now_ns, take_day, pasts, err);
	if (code == 0)
		code = mst_watch_history_spans(pasts->history, path, MST_WATCH_HOURS,
		                               now_ns > MONTH_NS ? now_ns - MONTH_NS : 0, now_ns, add_to_month, pasts,
		                               err);
	if (code == 0) /* the hour that is not over */
		code = mst_watch_history_spans(pasts->history, path, MST_WATCH_TOGETHER, now_ns - now_ns % HOUR_NS,
		                               now_ns, add_to_month, pasts, err);
	return code;
}

static double share(uint64_t up, uint64_t known)
{
	return known ? 100.0 * (double)up / (double)known : NAN;
}

static double milliseconds(const struct past *past, int64_t ns)
{
	return past->day.record && ns >= 0 ? (double)ns / 1e6 : NAN;
}

static double availability(const struct mst_watch_record *record)
{
	return share(record->rounds_up, record->rounds_asked);
}

/* Ports that were never open are no news. */
static bool is_shown(const struct mst_watch_record *record)
{
	return record->port == 0 || record->rounds_up > 0;
}

/* "99.31"; "-" for what is not known. */
static const char *write_real(char text[24], int digits, double value)
{
	if (isnan(value))
		snprintf(text, 24, "-");
	else
		snprintf(text, 24, "%.*f", digits, value);
	return text;
}

static void print_record(const struct mst_watch_record *record, const struct past *past, FILE *out)
{
	char day[24], rtt[24];

	char addr[MST_ADDR_TEXT], name[MST_ADDR_TEXT + 8], since[MST_MOMENT_TEXT], first[MST_MOMENT_TEXT],
		last[MST_MOMENT_TEXT];

	mst_addr_format(&record->addr, addr);
	snprintf(name, sizeof name, record->port ? "%s:%u" : "%s", addr, record->port);
	mst_print(out, "%-21s  %-11s  %7.2f  %9" PRIu64 "  %7s  %8s  %-19s  %-19s  %s\n", name,
	          mst_state_name(record->state), availability(record), record->rounds_asked,
	          write_real(day, 2, share(past->day.up, past->day.known)),
	          write_real(rtt, 3, milliseconds(past, past->day.rtt_median_ns)),
	          mst_write_moment(since, record->since_ns), mst_write_moment(first, record->first_seen_ns),
	          mst_write_moment(last, record->last_seen_ns));
}

static void print_table(const struct mst_watch_history *history, const struct past *pasts, FILE *out)
{
	uint64_t hosts = 0;

	mst_print(out, "%-21s  %-11s  %7s  %9s  %7s  %8s  %-19s  %-19s  %s\n", "HOST", "STATE", "AVAIL %", "ROUNDS",
	          "24 H %", "RTT MS", "SINCE", "FIRST SEEN", "LAST SEEN");
	for (size_t i = 0; i < history->count; i++) {
		hosts += history->records[i].port == 0;
		if (is_shown(&history->records[i]))
			print_record(&history->records[i], &pasts[i], out);
	}
	mst_print(out, "%" PRIu64 " host%s, %" PRIu64 " change%s\n", hosts, hosts == 1 ? "" : "s", history->changes,
	          history->changes == 1 ? "" : "s");
}

#define COLUMNS 15
static const char *const columns[COLUMNS + 1] = {
	"addr",       "port",  "standing",   "state",     "reason",           "availability",       "rounds_asked",
	"rounds_up",  "since", "first_seen", "last_seen", "availability_day", "availability_month", "rtt_median_ms",
	"rtt_p95_ms", NULL,
};

/* What the pairs of a row point into. */
struct texts {
	char addr[MST_ADDR_TEXT], moments[3][MST_MOMENT_TEXT];
};

static const char *write_utc(char *text, uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm utc;

	if (wall_ns == 0 || !gmtime_r(&seconds, &utc) || !strftime(text, MST_MOMENT_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc))
		*text = '\0';
	return text;
}

static void fill_past(struct mst_pair *row, const struct past *past)
{
	row[0] = mst_real_pair(columns[11], share(past->day.up, past->day.known));
	row[1] = mst_real_pair(columns[12], share(past->month_up, past->month_known));
	row[2] = mst_real_pair(columns[13], milliseconds(past, past->day.rtt_median_ns));
	row[3] = mst_real_pair(columns[14], milliseconds(past, past->day.rtt_p95_ns));
}

static void fill_row(struct mst_pair *row, struct texts *texts, const struct mst_watch_record *record)
{
	const struct mst_pair none = { .name = "port", .kind = MST_PAIR_TEXT };

	mst_addr_format(&record->addr, texts->addr);
	row[0] = mst_text_pair(columns[0], texts->addr);
	row[1] = record->port ? mst_count_pair(columns[1], record->port) : none;
	row[2] = mst_text_pair(columns[2], standings[record->standing]);
	row[3] = mst_text_pair(columns[3], mst_state_name(record->state));
	row[4] = mst_text_pair(columns[4], mst_reason_name(record->reason));
	row[5] = mst_real_pair(columns[5], availability(record));
	row[6] = mst_count_pair(columns[6], record->rounds_asked);
	row[7] = mst_count_pair(columns[7], record->rounds_up);
	row[8] = mst_text_pair(columns[8], write_utc(texts->moments[0], record->since_ns));
	row[9] = mst_text_pair(columns[9], write_utc(texts->moments[1], record->first_seen_ns));
	row[10] = mst_text_pair(columns[10], write_utc(texts->moments[2], record->last_seen_ns));
}

static int write_sheets(struct mst_sheets *sheets, const struct mst_watch_history *history, const struct past *pasts,
                        const char *path, struct mst_error *err)
{
	struct mst_pair parameters = mst_text_pair("state", path),
			summary = mst_count_pair("changes", history->changes);
	struct mst_pairs *rows = mst_sheet_rows(history->count, COLUMNS);
	struct texts *texts = calloc(history->count + 1, sizeof *texts);
	struct mst_sheet_table table = {
		.name = "hosts", .record = "host", .columns = columns, .rows = rows, .count = history->count
	};
	struct mst_sheet_content content = { { &parameters, 1 }, { &summary, 1 }, &table, 1 };
	int code = rows && texts ? 0 : mst_fail(err, -ENOMEM, "no memory for the report");

	for (size_t i = 0; code == 0 && i < history->count; i++) {
		fill_row((struct mst_pair *)rows[i].pairs, &texts[i], &history->records[i]);
		fill_past((struct mst_pair *)rows[i].pairs + 11, &pasts[i]);
	}
	if (code == 0)
		code = mst_sheets_write(sheets, &content, err);
	free(rows);
	free(texts);
	return code;
}

int mst_watch_print_report(const struct mst_watch_options *options, struct mst_error *err)
{
	struct mst_watch_history history = { 0 };
	struct mst_sheets sheets = { 0 };
	struct pasts pasts = { .history = &history };
	int code = mst_privilege_explain_read(err, mst_watch_history_read(&history, options->report, err));

	if (code == 0)
		code = read_pasts(&pasts, options->report, err);
	if (code == 0)
		code = mst_sheets_open(&sheets, &options->scan.outputs, &options->scan.sheet, err);
	if (code == 0)
		code = write_sheets(&sheets, &history, pasts.of, options->report, err);
	if (code == 0 && !sheets.to_stdout) {
		print_table(&history, pasts.of, stdout);
		code = mst_stdout_flush(err);
	}
	mst_sheets_close(&sheets);
	mst_watch_history_free(&history);
	free(pasts.of);
	return code;
}
