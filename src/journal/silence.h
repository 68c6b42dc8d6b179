/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * silence.h - the verdict that needs no record: what a settled position without one means.
 *
 *     a host                                                     down, no-response
 *     a port of a host that an earlier round found down          filtered, host-down, no attempts
 *     every other port                                           filtered (UDP: open|filtered), no-response
 *
 * with the number of attempts of the plan. Every other verdict has a record, even if it is about silence, too.
 */
#ifndef MST_JOURNAL_SILENCE_H
#define MST_JOURNAL_SILENCE_H

#include <muster/result.h>

#include "base/position_set.h"
#include "target/set.h"
#include "target/space.h"

struct mst_silence {
	bool about_ports;
	uint8_t proto; /* of ports */
	uint8_t attempts;
	const struct mst_targets *hosts;   /* that an earlier round asked; NULL: there was none */
	const struct mst_position_set *up; /* indices in `hosts` of those that were up */
};

/* The state of silence of a host, or of a port of one that is up. */
enum mst_state mst_silence_state(const struct mst_silence *silence);

/* Whether an earlier round asked this host and did not find it up. */
bool mst_silence_host_is_down(const struct mst_silence *silence, const struct mst_addr *addr);

/* The verdict about silence of the question at a position. Writes all of `result`, once. */
void mst_silence_fill(const struct mst_silence *silence, struct mst_result *result, uint64_t position,
                      const struct mst_question_at *question, uint64_t time_ns, bool host_is_down);

/* Whether a verdict is the one that silence means. */
bool mst_silence_is(const struct mst_silence *silence, const struct mst_result *result);

#endif
