/*
 * progress.h - how far the scan is: one line that is drawn over and over for a person, or objects for a program.
 */
#ifndef MST_CLI_PROGRESS_H
#define MST_CLI_PROGRESS_H

#include <muster/scan.h>
#include <stdbool.h>
#include <stdint.h>

enum mst_progress_mode { MST_PROGRESS_NONE, MST_PROGRESS_LINE, MST_PROGRESS_JSON };

struct mst_progress {
	enum mst_progress_mode mode;
	bool quiet;             /* not even what is odd is told */
	bool waiting;           /* and has been told */
	bool asks_ports;
	uint64_t max_time_ns;   /* 0: none */
	uint64_t told_ns;       /* when the last line was written; at first: when asking began */
	uint64_t sent;          /* then */
	double share;           /* of the verdicts, then; only grows */
	uint64_t verdicts_from; /* since asking (not discovering) began: */
	uint64_t from_ns;
};

/* What a line tells, worked out of two snapshots. */
struct mst_progress_now {
	double share;
	double rate_pps;
	bool left_known;
	double left_s;
};

/* Time between two calls of mst_progress_tell that suits the mode. */
uint64_t mst_progress_interval_ns(const struct mst_progress *progress);

/* The numbers at `now_ns`; remembers them for the next call. */
struct mst_progress_now mst_progress_step(struct mst_progress *progress, const struct mst_scan_stats *stats,
                                          uint64_t now_ns);

/* Writes them to stderr, unless the last time was less than an interval ago; at once, that the scan waits for its link. */
void mst_progress_tell(struct mst_progress *progress, const struct mst_scan_stats *stats);

/* Leaves a clean line behind. */
void mst_progress_end(const struct mst_progress *progress);

#endif
