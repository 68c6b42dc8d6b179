/* SPDX-License-Identifier: BSD-2-Clause */
/* progress.c - see progress.h. */
#include "cli/scan/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/signals.h"
#include "cli/common/terminal.h"

/* A guess from less than this is worth nothing, and one beyond a month nothing to a person. */
#define SHARE_BEFORE_GUESS 0.005
#define LEFT_MAX_S (30.0 * 86400)

/* Woken a little early is soon enough. */
#define EARLY_NS (50 * MST_NS_PER_MS)

static const struct {
	const char *word; /* of --progress; NULL: chosen by itself */
	uint64_t every_ns;
} modes[MST_PROGRESS_MODES] = {
	[MST_PROGRESS_LINE] = { NULL, MST_NS_PER_SECOND / 5 },
	[MST_PROGRESS_PLAIN] = { "plain", 10 * MST_NS_PER_SECOND },
	[MST_PROGRESS_JSON] = { "json", MST_NS_PER_SECOND },
};

int mst_progress_parse(enum mst_progress_mode *mode, const char *word, struct mst_error *err)
{
	for (int i = 0; i < MST_PROGRESS_MODES; i++) {
		if (!modes[i].word || strcmp(modes[i].word, word) != 0)
			continue;
		*mode = (enum mst_progress_mode)i;
		return 0;
	}
	return mst_fail(err, -EINVAL, "--progress %s: expected %s or %s", word, modes[MST_PROGRESS_PLAIN].word,
	                modes[MST_PROGRESS_JSON].word);
}

bool mst_progress_shows_rows(const struct mst_probing *options)
{
	return options->stream && mst_terminal_of(STDOUT_FILENO).is_one;
}

struct mst_progress mst_progress_begin(const struct mst_probing *options, const struct mst_scan *scan)
{
	struct mst_progress progress = {
		.asks_ports = options->scan.probing.question == MST_ASK_PORTS,
		.talks = options->scan.services.wanted,
		.max_time_ns = options->scan.retry.max_time_ns,
		.told_ns = mst_ticks_ns(),
		.quiet = options->quiet,
	};
	struct mst_scan_stats stats;

	mst_scan_get_stats(scan, &stats);
	progress.sent = stats.sent;
	progress.verdicts_from = stats.verdicts;
	if (progress.max_time_ns)
		progress.max_time_ns += stats.elapsed_ns;
	if (options->progress)
		(void)mst_progress_parse(&progress.mode, options->progress, NULL); /* was checked */
	else if (!options->quiet && !options->trace.count && mst_terminal_of(STDERR_FILENO).is_one &&
	         !mst_progress_shows_rows(options))
		progress.mode = MST_PROGRESS_LINE;
	return progress;
}

/* Targets still without a verdict, at the speed at which the others got theirs; --max-time bounds it. */
static void guess_left(const struct mst_progress *progress, const struct mst_scan_stats *stats, uint64_t now_ns,
                       struct mst_progress_now *now)
{
	double done = (double)(stats->verdicts - progress->verdicts_from);
	double open = (double)(stats->targets - stats->verdicts);
	double passed_s = (double)(now_ns - progress->from_ns) / 1e9;

	if (stats->discovering || stats->talking || now->share < SHARE_BEFORE_GUESS || done < 1 ||
	    stats->verdicts > stats->targets)
		return;
	now->left_s = open * passed_s / done;
	if (progress->max_time_ns) {
		double bound_s = ((double)progress->max_time_ns - (double)stats->elapsed_ns) / 1e9;

		bound_s = bound_s > 0 ? bound_s : 0;
		now->left_s = now->left_s < bound_s ? now->left_s : bound_s;
	}
	now->left_known = now->left_s <= LEFT_MAX_S;
}

struct mst_progress_now mst_progress_step(struct mst_progress *progress, const struct mst_scan_stats *stats,
                                          uint64_t now_ns)
{
	double share = stats->targets ? (double)stats->verdicts / (double)stats->targets : 0;
	struct mst_progress_now now = { 0 };

	if (progress->from_ns == 0)
		progress->from_ns = progress->told_ns;
	if (stats->discovering) {
		progress->from_ns = now_ns;
		progress->verdicts_from = stats->verdicts;
	}
	if (share > progress->share && share <= 1)
		progress->share = share;
	now.share = progress->share;
	if (now_ns > progress->told_ns && stats->sent >= progress->sent)
		now.rate_pps = (double)(stats->sent - progress->sent) * 1e9 / (double)(now_ns - progress->told_ns);
	guess_left(progress, stats, now_ns, &now);
	progress->told_ns = now_ns;
	progress->sent = stats->sent;
	return now;
}

/* Whole seconds, rounded up: a guess has no tenths, and is not over before it is. */
static void write_left(char *text, size_t size, double left_s)
{
	uint64_t seconds = (uint64_t)left_s + 1;

	if (seconds < 60)
		snprintf(text, size, "%" PRIu64 " s", seconds);
	else
		mst_write_duration(text, size, seconds * MST_NS_PER_SECOND);
}

/* What was asked for, or is over by the next line, is not. */
static bool is_worth_saying(enum mst_limit limit)
{
	return limit != MST_LIMIT_RISING && limit != MST_LIMIT_WORK && limit != MST_LIMIT_RATE;
}

/* At most 80 columns but for what limits the rate, which comes last. Returns its length. */
static int write_line(char *line, size_t size, const struct mst_progress *progress, const struct mst_scan_stats *stats,
                      const struct mst_progress_now *now)
{
	char rate[32], found[32], talking[64] = "", left[40] = "";
	char number[32];
	bool limited = is_worth_saying(stats->limit);
	const char *limit = limited ? mst_limit_sentence(stats->limit) : "";

	if (now->left_known)
		write_left(left, sizeof left, now->left_s);
	mst_write_grouped(rate, sizeof rate, (uint64_t)now->rate_pps);
	mst_write_grouped(found, sizeof found, progress->asks_ports ? stats->open : stats->up);
	if (stats->talking)
		snprintf(talking, sizeof talking, ", talking to %s",
		         mst_write_grouped(number, sizeof number, stats->talking));
	if (stats->discovering)
		return snprintf(line, size, "finding the hosts that are up, %s frame%s a second%s%s", rate,
		                mst_plural((uint64_t)now->rate_pps), limited ? ", " : "", limit);
	return snprintf(line, size, "%5.1f %% done, %s frame%s a second, %s %s%s%s%s%s%s", now->share * 100, rate,
	                mst_plural((uint64_t)now->rate_pps), found, progress->asks_ports ? "open" : "up", talking,
	                *left ? ", time left " : "", left, limited ? ", " : "", limit);
}

static void draw_line(const struct mst_progress *progress, const struct mst_scan_stats *stats,
                      const struct mst_progress_now *now)
{
	unsigned width = mst_terminal_of(STDERR_FILENO).width;
	char line[320];
	int length = write_line(line, sizeof line, progress, stats, now);

	if (width > 1 && length >= (int)width)
		length = (int)width - 1; /* a full line would scroll */
	fputs(MST_TERMINAL_ERASE, stderr);
	mst_print(stderr, "%.*s", length, line);
}

static void print_line(const struct mst_progress *progress, const struct mst_scan_stats *stats,
                       const struct mst_progress_now *now)
{
	char line[320];

	write_line(line, sizeof line, progress, stats, now);
	fputs(progress->mode == MST_PROGRESS_LINE ? MST_TERMINAL_ERASE : "", stderr);
	mst_print(stderr, "%s\n", line);
}

static void print_object(const struct mst_progress *progress, const struct mst_scan_stats *stats,
                         const struct mst_progress_now *now)
{
	fprintf(stderr, "{\"type\":\"progress\",\"done\":%.6f,\"targets\":%" PRIu64 ",\"verdicts\":%" PRIu64,
	        now->share, stats->targets, stats->verdicts);
	mst_print(stderr, ",\"sent\":%" PRIu64 ",\"rate_pps\":%.1f,\"%s\":%" PRIu64, stats->sent, now->rate_pps,
	          progress->asks_ports ? "open" : "up", progress->asks_ports ? stats->open : stats->up);
	if (progress->talks)
		fprintf(stderr, ",\"talking\":%" PRIu64, stats->talking);
	mst_print(stderr, ",\"limit\":\"%s\"", mst_limit_word(stats->limit));
	mst_print(stderr, ",\"discovering\":%s,\"waiting\":%s,\"eta_s\":", stats->discovering ? "true" : "false",
	          stats->waiting ? "true" : "false");
	if (now->left_known)
		fprintf(stderr, "%.1f}\n", now->left_s);
	else
		fprintf(stderr, "null}\n");
}

static void tell_waiting(struct mst_progress *progress, const struct mst_scan_stats *stats)
{
	if (stats->waiting == progress->waiting)
		return;
	progress->waiting = stats->waiting;
	if (progress->quiet || progress->mode == MST_PROGRESS_JSON)
		return;
	fputs(progress->mode == MST_PROGRESS_LINE ? MST_TERMINAL_ERASE : "", stderr);
	mst_print(stderr, "%s\n",
	          stats->waiting ? "an interface or a route went away: waiting for it to come back"
	                         : "the scan goes on");
}

static bool is_due(const struct mst_progress *progress, uint64_t now_ns)
{
	if (progress->mode == MST_PROGRESS_NONE ||
	    now_ns - progress->told_ns + EARLY_NS < modes[progress->mode].every_ns)
		return false;
	/* The handler has ended the line, and said what comes. */
	return progress->mode != MST_PROGRESS_LINE || !mst_signals_seen();
}

void mst_progress_tell(struct mst_progress *progress, const struct mst_scan_stats *stats)
{
	uint64_t now_ns = mst_ticks_ns();
	struct mst_progress_now now;

	tell_waiting(progress, stats);
	if (!is_due(progress, now_ns))
		return;
	now = mst_progress_step(progress, stats, now_ns);
	if (progress->mode == MST_PROGRESS_LINE)
		draw_line(progress, stats, &now);
	else if (progress->mode == MST_PROGRESS_PLAIN)
		print_line(progress, stats, &now);
	else
		print_object(progress, stats, &now);
	fflush(stderr);
}

void mst_progress_print(struct mst_progress *progress, const struct mst_scan_stats *stats)
{
	struct mst_progress_now now = mst_progress_step(progress, stats, mst_ticks_ns());

	if (progress->mode == MST_PROGRESS_JSON)
		print_object(progress, stats, &now);
	else
		print_line(progress, stats, &now);
	fflush(stderr);
}

void mst_progress_end(const struct mst_progress *progress)
{
	if (progress->mode == MST_PROGRESS_LINE && !mst_signals_seen())
		fputs(MST_TERMINAL_ERASE, stderr);
}
