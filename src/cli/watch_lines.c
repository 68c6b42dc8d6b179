/* watch_lines.c - see watch_lines.h. */
#include "cli/watch_lines.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/units.h"

/* ---- events ---- */

/* The path behind the format; NULL when it is another format. */
static const char *path_of(const char *output)
{
	static const char *const suffixes[] = { ".ndjson", ".jsonl" };
	size_t length = strlen(output);

	if (strncmp(output, "ndjson:", 7) == 0 && output[7])
		return output + 7;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (length > strlen(suffixes[i]) && strcmp(output + length - strlen(suffixes[i]), suffixes[i]) == 0)
			return output;
	}
	return NULL;
}

static int open_one(struct mst_event_files *files, const char *output, bool force, struct mst_error *err)
{
	const char *path = path_of(output);
	FILE *file;

	if (!path)
		return mst_fail(err, -EINVAL, "--output %s: expected FILE.ndjson or ndjson:FILE: a watch writes events", output);
	if (files->count == MST_EVENT_FILES_MAX)
		return mst_fail(err, -EINVAL, "--output %s: expected at most %d outputs", output, MST_EVENT_FILES_MAX);
	for (size_t i = 0; i < files->count; i++) {
		if (strcmp(files->items[i].path, path) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place", output);
	}
	files->to_stdout |= strcmp(path, "-") == 0;
	file = strcmp(path, "-") == 0 ? stdout : fopen(path, force ? "we" : "wxe");
	if (!file && errno == EEXIST)
		return mst_fail(err, -EEXIST, "%s exists: it is overwritten only with --force", path);
	if (!file)
		return mst_fail(err, -errno, "%s: %s", path, strerror(errno));
	files->items[files->count].path = path;
	files->items[files->count++].file = file;
	return 0;
}

int mst_event_files_open(struct mst_event_files *files, const struct mst_words *outputs, bool force, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < outputs->count; i++)
		code = open_one(files, outputs->items[i], force, err);
	return code;
}

int mst_event_files_write(struct mst_event_files *files, const struct mst_watch_event *event, struct mst_error *err)
{
	char text[MST_WATCH_JSON];

	if (files->count)
		mst_watch_event_json(event, text);
	for (size_t i = 0; i < files->count; i++) {
		if (fprintf(files->items[i].file, "%s\n", text) < 0 || fflush(files->items[i].file) != 0)
			return mst_fail(err, -errno, "%s: %s", files->items[i].path, strerror(errno));
	}
	return 0;
}

int mst_event_files_close(struct mst_event_files *files, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < files->count; i++) {
		if (files->items[i].file != stdout && fclose(files->items[i].file) != 0 && code == 0)
			code = mst_fail(err, -errno, "%s: %s", files->items[i].path, strerror(errno));
	}
	files->count = 0;
	return code;
}

/* ---- lines ---- */

const char *mst_write_moment(char *text, uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm local;

	if (wall_ns == 0 || !localtime_r(&seconds, &local) || !strftime(text, MST_MOMENT_TEXT, "%Y-%m-%d %H:%M:%S", &local))
		snprintf(text, MST_MOMENT_TEXT, "never");
	return text;
}

void mst_watch_print_change(const struct mst_watch_change *change, FILE *out)
{
	char addr[MST_ADDR_TEXT], moment[MST_MOMENT_TEXT], lasted[40];

	mst_addr_format(&change->addr, addr);
	fputs(addr, out);
	if (change->port)
		fprintf(out, " port %u", change->port);
	fprintf(out, " %s at %s (%s, %s); it was %s for %s\n", mst_watch_turn_words(change->turn),
	        mst_write_moment(moment, change->since_ns), mst_state_name(change->state), mst_reason_name(change->reason),
	        mst_state_name(change->was), mst_write_duration(lasted, sizeof lasted, change->lasted_ns));
}

void mst_watch_print_inactive(const struct mst_watch *watch, const struct mst_watch_round *round, FILE *out)
{
	size_t count;
	const struct mst_watch_item *items = mst_watch_items(watch, &count);
	char addr[MST_ADDR_TEXT], moment[MST_MOMENT_TEXT], ago[40];

	for (size_t i = 0; i < count; i++) {
		const struct mst_watch_item *item = &items[i];

		if (item->port || item->standing != MST_WATCH_INACTIVE)
			continue;
		mst_addr_format(&item->addr, addr);
		fprintf(out, "%s is inactive since %s, for %s (%s, %s)%s\n", addr,
		        mst_write_moment(moment, mst_watch_wall_ns(watch, item->since)),
		        mst_write_duration(ago, sizeof ago, mst_watch_ago_ns(watch, item->since)), mst_state_name(item->stood),
		        mst_reason_name(item->reason), item->known ? "" : "; not found out in this round");
	}
	if (round->unknown)
		fprintf(out, "%" PRIu64 " host%s could not be found out in this round\n", round->unknown, round->unknown == 1 ? "" : "s");
	if (round->inactive == 1)
		fputs("Total 1 host is inactive\n", out);
	else
		fprintf(out, "Total %" PRIu64 " hosts are inactive\n", round->inactive);
}
