/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * act.h - one round of a replay: a round without threads, whose questions and frames come out of a record.
 */
#ifndef MST_SCAN_ACT_H
#define MST_SCAN_ACT_H

#include "plan/facts.h"
#include "record/reader.h"
#include "round/round.h"

struct mst_act {
	struct mst_facts facts;
	char *text; /* of its plan, gathered */
	bool opened;
	struct mst_plan plan;
	struct mst_round round;
};

/* Events of round/recording.h, as texts: false when they do not fit the plan. `time_ns` is since 1970. */
bool mst_act_asked(struct mst_act *act, const char *text);
bool mst_act_expired(struct mst_act *act, const char *text, uint64_t time_ns);
bool mst_act_verdict(struct mst_act *act, const char *text, uint64_t time_ns);

/* A frame that came in. */
void mst_act_frame(struct mst_act *act, const struct mst_record_item *item, uint64_t wall_offset_ns);

/* Hands the verdicts that wait to the sink. */
void mst_act_report(struct mst_act *act);

#endif
