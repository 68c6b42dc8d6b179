/* progress.c - see progress.h. */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/units.h"
#include "cli/terminal.h"

/* A guess from less than this is worth nothing, and one beyond a month nothing to a person. */
#define SHARE_BEFORE_GUESS 0.005
#define LEFT_MAX_S (30.0 * 86400)

uint64_t mst_progress_interval_ns(const struct mst_progress *progress)
{
	return progress->mode == MST_PROGRESS_JSON ? MST_NS_PER_SECOND : MST_NS_PER_SECOND / 5;
}

/* Targets still without a verdict, at the speed at which the others got theirs; --max-time bounds it. */
static void guess_left(const struct mst_progress *progress, const struct mst_scan_stats *stats, uint64_t now_ns,
                       struct mst_progress_now *now)
{
	double done = (double)(stats->verdicts - progress->verdicts_from);
	double open = (double)(stats->targets - stats->verdicts);
	double passed_s = (double)(now_ns - progress->from_ns) / 1e9;

	if (stats->discovering || now->share < SHARE_BEFORE_GUESS || done < 1 || stats->verdicts > stats->targets)
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

static void print_line(const struct mst_progress *progress, const struct mst_scan_stats *stats,
                       const struct mst_progress_now *now)
{
	unsigned width = mst_terminal_of(STDERR_FILENO).width;
	char line[256], rate[32], found[32], left[40] = "";
	int length;

	if (now->left_known)
		write_left(left, sizeof left, now->left_s);
	mst_write_grouped(rate, sizeof rate, (uint64_t)now->rate_pps);
	mst_write_grouped(found, sizeof found, progress->asks_ports ? stats->open : stats->up);
	if (stats->discovering)
		length = snprintf(line, sizeof line, "asking who is up, %s frames a second", rate);
	else
		length = snprintf(line, sizeof line, "%5.1f %% done, %s frames a second, %s %s%s%s", now->share * 100, rate, found,
		                  progress->asks_ports ? "open" : "up", *left ? ", time left " : "", left);
	if (length > 0 && (size_t)length < sizeof line && is_worth_saying(stats->limit))
		length += snprintf(line + length, sizeof line - (size_t)length, ", %s", mst_limit_sentence(stats->limit));
	if (width > 1 && length >= (int)width)
		length = (int)width - 1; /* a full line would scroll */
	fprintf(stderr, MST_TERMINAL_ERASE "%.*s", length, line);
}

static void print_object(const struct mst_progress *progress, const struct mst_scan_stats *stats,
                         const struct mst_progress_now *now)
{
	fprintf(stderr, "{\"type\":\"progress\",\"done\":%.6f,\"targets\":%" PRIu64 ",\"verdicts\":%" PRIu64, now->share,
	        stats->targets, stats->verdicts);
	fprintf(stderr, ",\"sent\":%" PRIu64 ",\"rate_pps\":%.1f,\"%s\":%" PRIu64, stats->sent, now->rate_pps,
	        progress->asks_ports ? "open" : "up", progress->asks_ports ? stats->open : stats->up);
	fprintf(stderr, ",\"limit\":\"%s\"", mst_limit_word(stats->limit));
	fprintf(stderr, ",\"discovering\":%s,\"waiting\":%s,\"eta_s\":", stats->discovering ? "true" : "false",
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
	fprintf(stderr, "%s%s\n", progress->mode == MST_PROGRESS_LINE ? MST_TERMINAL_ERASE : "",
	        stats->waiting ? "an interface or a route went away: waiting for it to come back" : "the scan goes on");
}

void mst_progress_tell(struct mst_progress *progress, const struct mst_scan_stats *stats)
{
	uint64_t now_ns = mst_now_ns();
	struct mst_progress_now now;

	tell_waiting(progress, stats);
	if (progress->mode == MST_PROGRESS_NONE)
		return;
	/* Woken a little early is soon enough. */
	if (now_ns - progress->told_ns < mst_progress_interval_ns(progress) * 9 / 10)
		return;
	now = mst_progress_step(progress, stats, now_ns);
	if (progress->mode == MST_PROGRESS_LINE)
		print_line(progress, stats, &now);
	else
		print_object(progress, stats, &now);
	fflush(stderr);
}

void mst_progress_end(const struct mst_progress *progress)
{
	if (progress->mode == MST_PROGRESS_LINE)
		fputs(MST_TERMINAL_ERASE, stderr);
}
