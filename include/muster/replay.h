/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay.h - a recorded scan, judged again: no network, no rights, and every verdict as it was, by the judgement of
 * this version.
 *
 *     open ──► config, targets ──► run ──► close
 */
#ifndef MUSTER_REPLAY_H
#define MUSTER_REPLAY_H

#include <muster/api.h>
#include <muster/scan.h>

struct mst_replay;

/*
 * Reads the file that mst_scan_record wrote, "-" for standard input. -EBADMSG with a sentence: it is no record of a
 * scan, or says what no scan can; others when it cannot be read.
 */
MST_API int mst_replay_open(struct mst_replay **replay, const char *path, struct mst_error *err);

/* What was asked: question, udp, ports and targets, for reports. Borrowed. */
MST_API const struct mst_scan_config *mst_replay_config(const struct mst_replay *replay);

/*
 * Judges it, in the calling thread. Verdicts go to `output` and events to `trace`, both borrowed for the call; all else
 * is as it was recorded. Fills *stats: counts of verdicts and of frames that came in; what only the asking knew is 0.
 * Targets without a verdict in a record that ends early are unknown. Once for a replay. -EBADMSG with a sentence: an
 * event of the record does not fit its plan; -ENOMEM, or what the sink returned.
 */
MST_API int mst_replay_run(struct mst_replay *replay, const struct mst_scan_output *output,
                           const struct mst_scan_trace *trace, struct mst_scan_stats *stats, struct mst_error *err);

/* Whether the record ends before the scan did: its writer was killed. */
MST_API bool mst_replay_is_cut(const struct mst_replay *replay);

/* Accepts NULL. */
MST_API void mst_replay_close(struct mst_replay *replay);

#endif
