/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plan_record.h - a record of type PLAN: what a run asks, and for whom. It consists of parts; some of them a resumed
 * run must have as they were.
 */
#ifndef MST_JOURNAL_PLAN_RECORD_H
#define MST_JOURNAL_PLAN_RECORD_H

#include <muster/journal.h>

#include "journal/format.h"
#include "journal/round.h"
#include "journal/run.h"

/* What people know of a run. All is its own. */
struct mst_run_words {
	char id[MST_JOURNAL_ID];
	bool kept; /* the user named the file: it stays when the run is complete */
	char *line, *folder;
	char **arguments;
	size_t argument_count;
};

void mst_run_words_free(struct mst_run_words *words);

/* The plan, as it was read. All is its own. */
struct mst_run_plan {
	struct mst_run_words words;
	enum mst_question question;
	bool udp;
	struct mst_targets *targets;
	struct mst_ports *ports;         /* NULL for hosts */
	struct mst_endpoints *endpoints; /* closed; NULL: every port of every target */
	uint64_t seed;
	struct mst_round_log rounds[MST_JOURNAL_ROUNDS];
	struct mst_targets *round_targets[MST_JOURNAL_ROUNDS]; /* of a round; may be one of the sets above or before */
	struct mst_position_set up;                            /* of the first of two rounds: hosts that were up */
	size_t round_count;
	uint8_t *bytes; /* of the record, to compare; NULL: not kept */
	size_t byte_count;
};

void mst_plan_put(struct mst_bytes *payload, const struct mst_journal_plan *plan, const struct mst_run_words *words);

/*
 * Reads a plan, and makes its spaces. 0; -EBADMSG, -ENOMEM; -ENOTSUP: this version asks in another order. What there is
 * after a failure is freed by mst_run_plan_free.
 */
int mst_run_plan_read(struct mst_run_plan *plan, const uint8_t *bytes, size_t count);

void mst_run_plan_free(struct mst_run_plan *plan);

/* The part of this letter; false, and an empty one, when there is none. */
bool mst_plan_part(struct mst_reader *part, const uint8_t *bytes, size_t count, enum mst_plan_part letter);

/* Compares the parts that must not change: NULL, or what differs, such as "the ports". */
const char *mst_plan_differs(const uint8_t *old, size_t old_count, const uint8_t *new, size_t new_count);

#endif
