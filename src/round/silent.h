/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * silent.h - verdicts of plain silence: no answer to as many attempts as are planned. Their positions say all of them.
 */
#ifndef MST_ROUND_SILENT_H
#define MST_ROUND_SILENT_H

#include "base/position_set.h"
#include "plan/plan.h"

/*
 * For who takes them: bits of positions, and when these verdicts were given (since 1970). -errno with a sentence, as
 * mst_result_sink.
 */
typedef int mst_silence_taker(void *user, const struct mst_position_word *words, size_t count, uint64_t wall_ns,
                              struct mst_error *err);

/* What plain silence means in this round. */
enum mst_state mst_silent_state(const struct mst_plan *plan);

/* The results of one word, at most 64; returns how many. */
size_t mst_silent_results(const struct mst_plan *plan, const struct mst_position_word *word, uint64_t wall_ns,
                          struct mst_result *results);

#endif
