/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - the output of a watch as lines: for people, and as events for programs.
 */
#ifndef MST_CLI_WATCH_LINES_H
#define MST_CLI_WATCH_LINES_H

#include <muster/sheet.h>
#include <muster/watch.h>
#include <stdio.h>

#include "cli/watch/options.h"

#define MST_EVENT_FILES_MAX 8

/* Files of events; closing them is idempotent. */
struct mst_event_files {
	struct mst_sheet *items[MST_EVENT_FILES_MAX];
	size_t count;
	bool to_stdout;
};

/* -EINVAL: another format than ndjson, or named twice; -EEXIST; -errno. */
int mst_event_files_open(struct mst_event_files *files, const struct mst_words *outputs, bool force,
                         struct mst_error *err);
int mst_event_files_write(struct mst_event_files *files, const struct mst_watch_event *event, struct mst_error *err);
void mst_event_files_close(struct mst_event_files *files);

/* "10.0.0.1 went down (down, no-response); it was up for 3 min 4 s". Returns text. */
const char *mst_watch_write_change(const struct mst_watch_change *change, char *text, size_t size);

/* "214 of 254 hosts went silent with gateway 10.0.2.1 on eth0 (gateway-silent); unknown until it is back". Returns
 * text. */
const char *mst_watch_write_cause(const struct mst_watch_cause *cause, char *text, size_t size);

/* A line for people. Each begins with the time and the round: "2026-11-25 06:40:02 round 2: ". */
void mst_watch_print_change(const struct mst_watch_event *event, FILE *out);
void mst_watch_print_cause(const struct mst_watch_event *event, FILE *out);

/* A line for each inactive host, with `all` also for each active one, and how many hosts are inactive. */
void mst_watch_print_hosts(const struct mst_watch *watch, const struct mst_watch_event *event, bool all, FILE *out);

/* "2026-11-25 05:31:20", local time; text has MST_MOMENT_TEXT bytes. */
#define MST_MOMENT_TEXT 40
const char *mst_write_moment(char *text, uint64_t wall_ns);

/* The table of what a state file knows. */
int mst_watch_print_report(const struct mst_watch_options *options, struct mst_error *err);

#endif
