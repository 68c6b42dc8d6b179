/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - see unfinished.h: runs for people, and as a table for programs. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <time.h>

#include "cli/common/command_line.h"
#include "cli/resume/unfinished.h"

#define NUMBER_WIDTH 14 /* as in the summary of a scan */

/* ---- for people ---- */

/* Local time, to the minute. */
static void write_moment(char text[32], uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	struct tm local;

	text[0] = '\0';
	if (localtime_r(&seconds, &local))
		strftime(text, 32, "%Y-%m-%d %H:%M", &local);
}

static void print_last(const struct mst_unfinished *run, uint64_t now_ns, FILE *out)
{
	char age[64];

	if (run->pid)
		mst_print(out, "process %" PRId64 " runs it", run->pid);
	else
		mst_print(out, "stopped %s ago",
		          mst_write_duration(age, sizeof age, now_ns > run->marked_ns ? now_ns - run->marked_ns : 0));
}

void mst_unfinished_list_print(const struct mst_unfinished_list *runs, uint64_t now_ns, FILE *out)
{
	for (size_t i = 0; i < runs->count; i++) {
		const struct mst_unfinished *run = &runs->items[i];
		char began[32], all[64];

		write_moment(began, run->started_ns);
		mst_print(out, "%s  %5.1f %% of %s target%s, began %s, ", run->id, mst_unfinished_share(run) * 100,
		          mst_write_grouped(all, sizeof all, run->total), mst_plural(run->total), began);
		print_last(run, now_ns, out);
		mst_print(out, "\n    %s\n", run->line);
	}
}

static void print_row(FILE *out, const char *number, const char *meaning)
{
	mst_print(out, "%*s  %s\n", NUMBER_WIDTH, number, meaning);
}

static void print_count(FILE *out, uint64_t count, const char *meaning)
{
	char number[64];

	print_row(out, mst_write_grouped(number, sizeof number, count), meaning);
}

static void print_who(const struct mst_unfinished *run, const char *file, FILE *out)
{
	char number[32];

	if (run->pid) {
		snprintf(number, sizeof number, "%" PRId64, run->pid);
		print_row(out, number, "is the process that runs it");
	} else if (run->complete) {
		print_row(out, "complete", "");
	} else {
		mst_print(out, "%*s  no process runs it; to go on: muster resume ", NUMBER_WIDTH, "stopped");
		mst_command_word(file ? file : run->id, out);
		fputc('\n', out);
	}
}

void mst_unfinished_print(const struct mst_unfinished *run, const char *file, uint64_t now_ns, FILE *out)
{
	char text[64], number[64], all[64], sentence[192];
	uint64_t left_ns;

	mst_print(out, "%s  %s\n", run->id, run->line);
	snprintf(text, sizeof text, "%.1f %%", mst_unfinished_share(run) * 100);
	snprintf(sentence, sizeof sentence, "done: %s of %s target%s",
	         mst_write_grouped(number, sizeof number, run->settled), mst_write_grouped(all, sizeof all, run->total),
	         mst_plural(run->total));
	print_row(out, text, sentence);
	for (int state = MST_STATE_COUNT - 1; state >= 0; state--) {
		if (run->states[state])
			print_count(out, run->states[state], mst_state_name((enum mst_state)state));
	}
	if (run->pid && run->rate_pps > 0)
		print_count(out, (uint64_t)llround(run->rate_pps), "frames a second");
	print_row(out, mst_write_duration(text, sizeof text, run->elapsed_ns), "time so far");
	if (run->pid && mst_unfinished_left(run, &left_ns))
		print_row(out, mst_write_duration(text, sizeof text, left_ns), "time left, at the pace so far");
	write_moment(text, run->started_ns);
	snprintf(sentence, sizeof sentence, "%s", text);
	print_row(out, "began", sentence);
	if (!run->pid && !run->complete)
		print_row(out,
		          mst_write_duration(text, sizeof text, now_ns > run->marked_ns ? now_ns - run->marked_ns : 0),
		          "since it stopped");
	print_who(run, file, out);
}

/* ---- for programs ---- */

#define MOMENT_TEXT 40
struct moments {
	char started[MOMENT_TEXT], marked[MOMENT_TEXT];
};

static void write_utc(char text[MOMENT_TEXT], uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	char start[32];
	struct tm utc;

	text[0] = '\0';
	if (!ns || !gmtime_r(&seconds, &utc))
		return;
	strftime(start, sizeof start, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text, MOMENT_TEXT, "%s.%03uZ", start, (unsigned)(ns % MST_NS_PER_SECOND / MST_NS_PER_MS));
}

static struct mst_pair left_pair(const char *name, const struct mst_unfinished *run)
{
	uint64_t left_ns;

	return run->pid && mst_unfinished_left(run, &left_ns) ? mst_count_pair(name, left_ns / MST_NS_PER_MS)
	                                                      : mst_text_pair(name, NULL);
}

#define COLUMNS(X) \
	X("id", mst_text_pair(name, run->id)) \
	X("command", mst_text_pair(name, run->line)) \
	X("start", mst_text_pair(name, moments->started)) \
	X("last", mst_text_pair(name, moments->marked)) \
	X("pid", run->pid ? mst_count_pair(name, (uint64_t)run->pid) : mst_text_pair(name, NULL)) \
	X("done", mst_real_pair(name, mst_unfinished_share(run))) \
	X("targets", mst_count_pair(name, run->total)) \
	X("verdicts", mst_count_pair(name, run->settled)) \
	X("unknown", mst_count_pair(name, run->states[MST_UNKNOWN])) \
	X("down", mst_count_pair(name, run->states[MST_DOWN])) \
	X("unreachable", mst_count_pair(name, run->states[MST_UNREACHABLE])) \
	X("up", mst_count_pair(name, run->states[MST_UP])) \
	X("filtered", mst_count_pair(name, run->states[MST_FILTERED])) \
	X("open_filtered", mst_count_pair(name, run->states[MST_OPEN_FILTERED])) \
	X("closed", mst_count_pair(name, run->states[MST_CLOSED])) \
	X("open", mst_count_pair(name, run->states[MST_OPEN])) \
	X("rate_pps", mst_real_pair(name, run->rate_pps)) \
	X("elapsed_ms", mst_count_pair(name, run->elapsed_ns / MST_NS_PER_MS)) \
	X("left_ms", left_pair(name, run)) \
	X("complete", mst_bool_pair(name, run->complete)) \
	X("journal", mst_text_pair(name, run->path))

static const char *const columns[] = { COLUMNS(MST_ROW_NAME) NULL };

static void fill_row(struct mst_pair *pairs, const struct mst_unfinished *run, const struct moments *moments)
{
	COLUMNS(MST_ROW_PUT)
}

int mst_unfinished_list_write(struct mst_sheets *sheets, const struct mst_unfinished_list *runs, struct mst_error *err)
{
	struct mst_pairs *rows = mst_sheet_rows(runs->count, sizeof columns / sizeof *columns - 1);
	struct moments *moments = calloc(runs->count + 1, sizeof *moments);
	struct mst_sheet_table table = {
		.name = "runs", .record = "run", .columns = columns, .rows = rows, .count = runs->count
	};
	struct mst_sheet_content content = { .tables = &table, .count = 1 };
	int code = rows && moments ? 0 : mst_fail(err, -ENOMEM, "no memory for the table");

	for (size_t i = 0; i < runs->count && code == 0; i++) {
		write_utc(moments[i].started, runs->items[i].started_ns);
		write_utc(moments[i].marked, runs->items[i].marked_ns);
		fill_row((struct mst_pair *)rows[i].pairs, &runs->items[i], &moments[i]);
	}
	if (code == 0)
		code = mst_sheets_write(sheets, &content, err);
	free(moments);
	free(rows);
	return code;
}
