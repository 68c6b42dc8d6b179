/*
 * report.h - verdicts to bytes: tables, CSV, JSON, NDJSON; to files, pipes and terminals.
 *
 *     new ──► add, add, … ──► begin ──► write … write ──► end ──► free
 *
 * Streamed outputs (ndjson; with `stream` csv, text, list and hostport) write a verdict when it comes, and an amendment as
 * a line of its own: the last line for a target holds. All others are documents of the final verdicts, ordered by address
 * and port: verdicts are kept in a spool file and written at the end, aside, then renamed into place.
 * One thread at a time; begin and end may run on another thread than write.
 */
#ifndef MUSTER_REPORT_H
#define MUSTER_REPORT_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/result.h>
#include <stdio.h>

struct mst_report;

/* A named value for the parameters and the summary of a report. */
enum mst_pair_kind { MST_PAIR_TEXT, MST_PAIR_COUNT, MST_PAIR_REAL, MST_PAIR_BOOL, MST_PAIR_LIST };
struct mst_pair {
	const char *name;
	enum mst_pair_kind kind;
	union {
		const char *text;
		uint64_t count;
		double real;
		bool yes;
		struct {
			const char *const *items; /* a list in JSON, empty or not; joined by blanks in CSV */
			size_t count;
		} list;
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
	bool terminal;      /* text: standard output is one: ports stand under their host, what is too wide is cut */
	bool ranges;        /* text: join neighbouring addresses of the same state and reason into ranges */
	bool crlf;          /* csv: lines end in CR LF, as RFC 4180 has it, not in LF */
	bool no_header;     /* csv, text: no names of columns */
	bool stream;        /* formats with MST_FORMAT_STREAM: rows as they are known, flushed when no more come at the moment */
	const char *(*name)(const void *names, const struct mst_addr *addr); /* of an address, or NULL: the field `name`, which is one of
	                     * the default columns if this is set. Called while verdicts are written, by that thread. NULL: no names */
	const void *names;  /* its first argument, borrowed */
	bool by_arrival;    /* documents: rows as they came, amended ones at the end; else ordered by address and port */
};

/* What a table of every field says of itself. Static. NULL past the end. */
struct mst_field_info {
	const char *name;
	const char *meaning;
	bool by_default;
};
MST_API const struct mst_field_info *mst_report_field(size_t index);

/* The formats' names in order, NULL past the end. Static. */
MST_API const char *mst_report_format(size_t index);

/* What a format has to do with, for the sake of those who choose it. */
enum mst_format_trait {
	MST_FORMAT_FIELDS = 1,  /* fields are chosen */
	MST_FORMAT_HEADER = 2,  /* the names of columns stand in front */
	MST_FORMAT_CRLF = 4,    /* lines may end in CR LF */
	MST_FORMAT_STREAM = 8,  /* rows can be written as they are known */
	MST_FORMAT_ORDER = 16,  /* at the end, rows can be ordered */
	MST_FORMAT_PORTS = 32,  /* about ports only */
};

/* Bit set of the traits of an output as mst_report_add takes it. -EINVAL with a sentence when it is none. */
MST_API int mst_report_format_traits(const char *output, unsigned *traits, struct mst_error *err);

/* An empty report. -EINVAL with a sentence for an unknown or repeated field. */
MST_API int mst_report_new(struct mst_report **report, const struct mst_report_config *config, struct mst_error *err);

/*
 * Adds an output: `FORMAT:PATH`, or a path whose suffix tells the format (.csv .json .ndjson .jsonl .txt .list); the path
 * "-" is standard output. Opens it, so that what cannot be written is known before a scan. -EINVAL: unknown format,
 * or standard output named twice; -EEXIST: there is such a file and not `force`; else -errno of the file.
 */
MST_API int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err);

/* Whether any output has been added / goes to standard output. */
MST_API bool mst_report_is_empty(const struct mst_report *report);

/* Writes what comes before the first verdict. */
MST_API int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err);

/* Takes verdicts in the order given; count 0 flushes. Fits mst_result_sink (user is the report). -errno with a
 * sentence naming the output when it cannot be written. A reader that left is no failure while another output is
 * written; when all have left, -EPIPE. */
MST_API int mst_report_write(void *report, const struct mst_result *results, size_t count, struct mst_error *err);

/* The name of an address that became known after its verdicts: outputs of records (ndjson) write one of type `name`. Between begin and end;
 * documents ask for it by the config's `name`. */
MST_API void mst_report_name(struct mst_report *report, const struct mst_addr *addr, const char *name);

/* Writes the whole documents and the closing summaries, and renames files into place. Every output is tried;
 * the first failure is returned, readers that left as in mst_report_write. */
MST_API int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err);

/* Whether every output was a pipe, and every reader left: nothing failed, and there is nothing left to do. */
MST_API bool mst_report_all_left(const struct mst_report *report);

/* The path of the index-th output's file that has not got its name yet: worth nothing when the process ends before. NULL:
 * it has none. `index` up to how many were added; valid until end. */
MST_API const char *mst_report_unfinished(const struct mst_report *report, size_t index);

/* Files not ended are removed (streamed ones stay, complete to the last line). Accepts NULL. */
MST_API void mst_report_free(struct mst_report *report);

#endif
