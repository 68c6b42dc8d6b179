/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_journal.h - what the tests of this room share: a run of made-up verdicts, what is expected of its journal,
 * and clocks that tests set.
 */
#ifndef TESTS_UNIT_JOURNAL_FIXTURE_JOURNAL_H
#define TESTS_UNIT_JOURNAL_FIXTURE_JOURNAL_H

#include <criterion/criterion.h>

#include "base/rows.h"
#include "dice.h"
#include "journal/handle.h"
#include "journal/writing.h"

#define SECOND UINT64_C(1000000000)
#define NOON (UINT64_C(1795478400) * SECOND) /* 2026-11-24 */

enum expected { OPEN, SETTLED, PROVISIONAL };

/* A run, and every verdict of it. */
struct journal_run {
	struct mst_targets *targets;
	struct mst_ports ports;
	struct mst_endpoints *endpoints; /* NULL: every port of every target */
	struct mst_space spaces[MST_JOURNAL_ROUNDS];
	struct mst_scan_config config;
	struct mst_journal_plan plan;
	struct mst_result *verdicts[MST_JOURNAL_ROUNDS]; /* by position less begin */
	uint8_t *states[MST_JOURNAL_ROUNDS];             /* enum expected */
	struct mst_journal *journal;
	char path[160];
	uint64_t dice;
};

/* The clocks of every journal that run_new and run_resume open. */
extern uint64_t fake_now_ns;
extern const struct mst_journal_means fake_means;

/* `ports`: "22,80", or NULL for hosts; `discovers`: a round about the hosts comes first. */
struct journal_run *run_open(const char *targets, const char *ports, bool udp, bool discovers,
                             const struct mst_slice *slice);

/* The same; of the ports of each target only the first few: their number is that of the target modulo `uneven`. */
struct journal_run *run_open_pairs(const char *targets, const char *ports, bool udp, bool discovers,
                                   const struct mst_slice *slice, unsigned uneven);
void run_free(struct journal_run *run);

/* A new journal of it, which begins. */
void run_new(struct journal_run *run);

/* Closes it as a process that is killed does, and goes on with what is in the file. */
void run_resume(struct journal_run *run);

/* The verdict about silence, which needs no record. */
struct mst_result run_silent(const struct journal_run *run, size_t round, uint64_t position);

/* Some verdict of this position, kept as expected and added. */
void run_verdict(struct journal_run *run, size_t round, uint64_t position, bool stopped);

/* This verdict. */
void run_add(struct journal_run *run, size_t round, const struct mst_result *result, bool stopped);

/* Verdicts of positions [from, to) of a round, not quite in their order; amendments of some; a mark every `marks`. */
void run_verdicts(struct journal_run *run, size_t round, uint64_t from, uint64_t to, unsigned marks);

void run_mark(struct journal_run *run);

/* Every row is expected, and every expected verdict has a row. */
void check_rows(struct journal_run *run, struct mst_journal *journal, bool unasked);

/* The rows of this file; it is read. */
void check_file(struct journal_run *run, bool unasked);

bool same_verdict(const struct mst_result *a, const struct mst_result *b);

/* The file as bytes; and back. */
uint8_t *file_bytes(const char *path, size_t *count);
void write_file(const char *path, const uint8_t *bytes, size_t count);

extern const struct mst_slice whole;

#endif
