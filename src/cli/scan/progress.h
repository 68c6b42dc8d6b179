/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.h - how far the scan is: one line that is drawn over and over for a person, lines that stay for a log, or
 * objects for a program.
 */
#ifndef MST_CLI_SCAN_PROGRESS_H
#define MST_CLI_SCAN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/probing/options.h"

enum mst_progress_mode {
	MST_PROGRESS_NONE,
	MST_PROGRESS_LINE,  /* on a terminal, drawn over and over */
	MST_PROGRESS_PLAIN, /* a line every ten seconds */
	MST_PROGRESS_JSON,  /* an object a second */
	MST_PROGRESS_MODES
};

struct mst_progress {
	enum mst_progress_mode mode;
	bool quiet;   /* no messages about outages either */
	bool waiting; /* an outage has been reported */
	bool asks_ports;
	bool talks;             /* to open ports, to find out their services */
	uint64_t max_time_ns;   /* 0: none */
	uint64_t told_ns;       /* when the last line was written; at first: when asking began */
	uint64_t sent;          /* then */
	double share;           /* of the verdicts, then; only grows */
	uint64_t verdicts_from; /* since asking (not discovering) began: */
	uint64_t from_ns;
};

/* The figures of a line, computed from two snapshots. */
struct mst_progress_now {
	double share;
	double rate_pps;
	bool left_known;
	double left_s;
};

/* The mode that a word of --progress chooses. -EINVAL with a sentence that names the words there are. */
int mst_progress_parse(enum mst_progress_mode *mode, const char *word, struct mst_error *err);

/* Whether rows come one by one on the terminal, where they would stand in the middle of the line of progress. */
bool mst_progress_shows_rows(const struct mst_probing *options);

/* As the options want it, of a scan that has just begun. The counts of a run that goes on are those that the earlier
 * process left. */
struct mst_progress mst_progress_begin(const struct mst_probing *options, const struct mst_scan *scan);

/* The numbers at `now_ns`; remembers them for the next call. */
struct mst_progress_now mst_progress_step(struct mst_progress *progress, const struct mst_scan_stats *stats,
                                          uint64_t now_ns);

/*
 * Writes them to stderr as the mode has it, unless the last time was less than an interval ago, or a signal has ended
 * the scan; at once, that the scan waits for its link. May be called as often as one likes.
 */
void mst_progress_tell(struct mst_progress *progress, const struct mst_scan_stats *stats);

/* One line that stays, whatever the mode; in the mode of objects, one of them. */
void mst_progress_print(struct mst_progress *progress, const struct mst_scan_stats *stats);

/* Leaves a clean line behind. */
void mst_progress_end(const struct mst_progress *progress);

#endif
