/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.h - what stands behind muster/report.h: one report, its outputs, and when each gets its verdicts.
 *
 *     report.c      made, outputs added, freed
 *     verdicts.c    begin, write, end: the verdicts of a scan, as they come
 *     documents.c   rows that are there already ─► whole outputs
 *     passes.c      these rows, read for all of them at once
 */
#ifndef MST_REPORT_REPORT_H
#define MST_REPORT_REPORT_H

#include <muster/report.h>
#include <muster/rows.h>

#include "report/amendments.h"
#include "report/spool.h"
#include "report/stall.h"
#include "report/writer.h"

enum mst_course {
	MST_AT_ONCE,    /* a stream: verdicts as they come, amendments too */
	MST_WHEN_FINAL, /* each verdict once the journal says that it will not change any more */
	MST_AT_END,     /* a document */
};

/* What an output does with rows that are read for it. */
enum mst_task { MST_RESTS, MST_MEASURES, MST_WRITES };

struct mst_output {
	const struct mst_writer *writer;
	enum mst_course course;
	enum mst_task task;
	bool helped; /* by the helper of a pass (passes.h) */
	struct mst_out out;
	struct mst_page page;
};

struct mst_report {
	struct mst_report_config config;
	struct mst_fields fields;
	struct mst_output *outputs;
	size_t count;
	struct mst_pairs parameters; /* a copy */
	struct mst_stall stall;      /* of all outputs */
	struct mst_spool spool;      /* has memory only if there are documents that no journal is read for */
	struct mst_amendments amendments;
	bool amendment_lost; /* there was no memory for one */
	uint32_t kept;       /* bit set of the states that some document gets, set by begin */
};

/* The first error of the outputs in their order, then of the report. A closed pipe is no error while others are read.
 */
int mst_report_first_error(const struct mst_report *report, struct mst_error *err);

/* Before the first verdict: what is written before it. -errno with a sentence. */
int mst_report_begin_outputs(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err);

static inline bool mst_report_wants(const struct mst_report *report, unsigned state)
{
	return state < MST_STATE_COUNT && (report->config.states >> state & 1) != 0;
}

typedef bool mst_choose_result(const struct mst_report *report, const struct mst_result *result);

/* The states that a writer gets. */
static inline uint32_t mst_report_states_for(const struct mst_report *report, const struct mst_writer *writer)
{
	if (writer->every_state)
		return UINT32_MAX;
	return writer->every_port && report->config.fields_for_ports ? UINT32_MAX : report->config.states;
}

/* Whether its state is wanted. */
bool mst_report_wants_result(const struct mst_report *report, const struct mst_result *result);

/* Finds the next chosen results from `*start` on: moves `*start` to the first, returns how many follow in a row;
 * 0 at the end. */
size_t mst_report_next_run(const struct mst_report *report, mst_choose_result *choose, const struct mst_result *results,
                           size_t *start, size_t count);

/* Writes the wanted rows, from the first on, as whole documents to every output that is one, and finishes these. */
void mst_report_write_documents(struct mst_report *report, struct mst_rows *rows, struct mst_pairs summary);

#endif
