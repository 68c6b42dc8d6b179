/*
 * report.h - verdicts to bytes: tables, CSV, JSON, NDJSON; to files, pipes and terminals.
 *
 *     new ──► add, add, … ──► begin ──► write … write ──► end ──► free
 *
 * Streamed formats (ndjson) write a verdict when it comes, and an amendment as a line of its own. Whole-document
 * formats (csv, json, text) hold the final word: verdicts are kept in a spool file and written at the
 * end, aside, then renamed into place.
 * One thread at a time; begin and end may run on another thread than write.
 */
#ifndef MUSTER_REPORT_H
#define MUSTER_REPORT_H

#include <muster/error.h>
#include <muster/result.h>
#include <stdio.h>

struct mst_report;

/* A named value for the parameters and the summary of a report. */
enum mst_pair_kind { MST_PAIR_TEXT, MST_PAIR_COUNT, MST_PAIR_REAL, MST_PAIR_BOOL };
struct mst_pair {
	const char *name;
	enum mst_pair_kind kind;
	union {
		const char *text;
		uint64_t count;
		double real;
		bool yes;
	};
};

struct mst_pairs {
	const struct mst_pair *pairs;
	size_t count;
};

struct mst_report_config {
	const char *fields; /* "addr,port,state"; NULL is the default list */
	bool fields_for_ports; /* the default columns and the table are about ports, not hosts */
	uint32_t states;    /* bit set (1u << enum mst_state) of what is reported */
	bool force;         /* overwrite existing files */
	bool colour;        /* text to a terminal: states in colour */
	unsigned width;     /* text: columns of the terminal, 0 is unlimited */
	bool ranges;        /* text: join neighbouring addresses of the same state and reason into ranges */
};

/* What a table of every field says of itself. Static. NULL past the end. */
struct mst_field_info {
	const char *name;
	const char *meaning;
	bool by_default;
};
const struct mst_field_info *mst_report_field(size_t index);

/* The formats' names in order, NULL past the end. Static. */
const char *mst_report_format(size_t index);

/* An empty report. -EINVAL with a sentence for an unknown or repeated field. */
int mst_report_new(struct mst_report **report, const struct mst_report_config *config, struct mst_error *err);

/*
 * Adds an output: `FORMAT:PATH`, or a path whose suffix tells the format (.csv .json .ndjson .jsonl .txt); the path
 * "-" is standard output. Opens it, so that what cannot be written is known before a scan. -EINVAL: unknown format,
 * or standard output named twice; -EEXIST: there is such a file and not `force`; else -errno of the file.
 */
int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err);

/* Whether any output has been added / goes to standard output. */
bool mst_report_is_empty(const struct mst_report *report);

/* Writes what comes before the first verdict. */
int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err);

/* Takes verdicts in the order given; count 0 flushes. Fits mst_result_sink (user is the report). -errno with a
 * sentence naming the output when it cannot be written: -EPIPE when a reader left. */
int mst_report_write(void *report, const struct mst_result *results, size_t count, struct mst_error *err);

/* Writes the whole documents and the closing summaries, and renames files into place. Every output is tried;
 * the first failure is returned. */
int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err);

/* Files not ended are removed (streamed ones stay, complete to the last line). Accepts NULL. */
void mst_report_free(struct mst_report *report);

#endif
