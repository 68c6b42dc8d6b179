/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.h - writes verdicts as tables, CSV, JSON, NDJSON, pages and in nmap's formats to files, pipes and terminals.
 *
 *     new ──► add, add, … ──┬─► begin ──► write … write ──► end ─┬─► free       verdicts of a scan, as they come
 *                           └─► write_rows ──────────────────────┘               verdicts that are there already
 *
 * Streamed outputs (ndjson; with `stream` all of MST_FORMAT_STREAM) write each verdict as soon as it is known,
 * and an amended verdict as one more line: the last line of a target counts. All others are documents of the final
 * verdicts, ordered by address and port, and written at the end to a temporary file, which is then renamed. What they
 * are written from is the journal of the run; without one, verdicts are kept in a spool file. With a journal, csv
 * grows: a row is written once its verdict is final, unless `by_address` asks for a document.
 * One thread at a time; begin and end may run on another thread than write.
 */
#ifndef MUSTER_REPORT_H
#define MUSTER_REPORT_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/result.h>
#include <stdio.h>

struct mst_report;
struct mst_rows;  /* muster/rows.h */
struct mst_diff;  /* muster/compare.h */
struct mst_ports; /* muster/targets.h */

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
			const char *const *items; /* an array in JSON; joined by blanks in CSV */
			size_t count;
		} list;
	};
};

struct mst_pairs {
	const struct mst_pair *pairs;
	size_t count;
};

/*
 * Called while an output waits for room on its disk: when it begins to wait, then five times a second, and when it goes
 * on (of a wait that ends in a failure that is not called: the failure is the report's). `why` is a sentence without a
 * full stop that names the output: "x.csv: No space left on device"; NULL when it goes on. Returns whether to wait on.
 * On the thread that writes.
 */
enum mst_stall_moment { MST_STALL_BEGINS, MST_STALL_LASTS, MST_STALL_ENDS };
typedef bool mst_report_stalled(void *user, enum mst_stall_moment moment, const char *why);

struct mst_report_config {
	const char *fields;    /* "addr,port,state"; NULL: the default columns */
	bool fields_for_ports; /* the default columns and the table are about ports, not hosts */
	uint32_t states;       /* bit set (1u << enum mst_state) of the states to report */
	bool force;            /* overwrite existing files */
	bool colour;           /* text: states in colour */
	unsigned width;        /* text: columns of the terminal; 0: unlimited */
	bool terminal;         /* text: standard output is a terminal: ports are listed under their host, and
	                        * long cells are cut */
	bool ranges;           /* text: join adjacent addresses with the same state and reason into ranges */
	bool crlf;             /* csv: end lines in CR LF, as in RFC 4180, instead of LF */
	bool no_header;        /* csv, text: no line with the names of the columns */
	bool csv_raw; /* csv: no apostrophe before what spreadsheets take for a formula, and every byte as it is */
	bool stream;  /* formats with MST_FORMAT_STREAM: write rows as soon as they are known, and flush when no
	               * more are waiting */
	const char *(*name)(const void *names,
	                    const struct mst_addr *addr); /* returns the name of an address, or NULL, for the field
	                                                   * `name`, which is a default column if this is set. Called by
	                                                   * the thread that writes. NULL: no names */
	const void *names;                                /* its first argument, borrowed */
	bool (*name_was_found)(const void *names, const struct mst_addr *addr); /* whether that name was looked up by
	                                                                         * its address; NULL: none was */
	/* The worker of a fleet that probed a target from a vantage, for the fields `worker` and `saw`; they are
	 * default columns, the second one where `vantages` is more than 1. NULL: no fleet. */
	const char *(*worker)(const void *workers, const struct mst_result *result, unsigned vantage);
	const void *workers; /* its first argument, borrowed */
	unsigned vantages;
	const struct mst_ports *ports; /* that were asked, for nmap-xml; NULL: those of the verdicts. Borrowed until
	                                * end */
	struct mst_journal *journal;   /* documents are written from it, in place of the verdicts that are given to
	                                * mst_report_write; csv is written as verdicts become final. NULL: none */
	bool by_arrival; /* documents: rows in the order of arrival, amended ones at the end; false: ordered by address
	                  * and port */
	bool by_address; /* csv is a document, ordered by address and port, even with a journal */
	bool services;   /* what is known of services (muster/service.h): its fields are default columns, and the table
	                  * of ports has a column for the product */

	struct mst_diff *changes;  /* html: what changed since an older run is a part of the page; read from its first,
	                            * when the document is written. Borrowed until end. NULL: no such part */
	const char *changes_since; /* how that run is called in the page; NULL: not at all */

	uint64_t max_stall_ns; /* on a full disk: wait this long for room, while mst_report_write does not return, so
	                        * that the scan pauses; then the output fails. 0: it fails at once */
	mst_report_stalled *stalled; /* NULL: nothing is told */
	void *stalled_user;          /* its first argument */
};

/* The fields that reports can have. Static. NULL past the end. */
struct mst_field_info {
	const char *name;
	const char *meaning;
	bool by_default;
};
MST_API const struct mst_field_info *mst_report_field(size_t index);

/* The formats' names in order, NULL past the end. Static. */
MST_API const char *mst_report_format(size_t index);

/* What a line of that format is, for help: "an address a line"; NULL when the name says that. Static. */
MST_API const char *mst_report_format_brief(size_t index);

/* The statements that make the tables of the format sqlite, with comments. Static. */
MST_API const char *mst_report_schema(void);

/* The options that have a meaning for a format. */
enum mst_format_trait {
	MST_FORMAT_FIELDS = 1,    /* fields can be chosen */
	MST_FORMAT_HEADER = 2,    /* the first line has the names of the columns */
	MST_FORMAT_CRLF = 4,      /* lines may end in CR LF */
	MST_FORMAT_STREAM = 8,    /* rows can be written as soon as they are known */
	MST_FORMAT_ORDER = 16,    /* rows are written at the end and can be ordered */
	MST_FORMAT_PORTS = 32,    /* for verdicts about ports only */
	MST_FORMAT_FINAL = 64,    /* with a journal, rows are written as their verdicts become final */
	MST_FORMAT_CHANGES = 256, /* tells what changed since an older run */
	MST_FORMAT_HOSTS = 128,   /* ports stand with their host: rows are always ordered by address */
};

/* The traits, as a bit set, of an output as mst_report_add takes it.
 * -EINVAL with a sentence when the format is unknown. */
MST_API int mst_report_format_traits(const char *output, unsigned *traits, struct mst_error *err);

/* An empty report. -EINVAL with a sentence for an unknown or repeated field. */
MST_API int mst_report_new(struct mst_report **report, const struct mst_report_config *config, struct mst_error *err);

/* The path of an output as mst_report_add takes it: what stands behind FORMAT:, or all of it. */
MST_API const char *mst_report_path_of(const char *output);

/*
 * Adds an output: `FORMAT:PATH`, or a path whose suffix chooses the format (.csv .json .ndjson .jsonl .txt .list .xml
 * .gnmap .db .sqlite .html .htm); the path "-" is standard output. A path that ends in .gz or .zst, behind the suffix
 * of the format if that chooses, is compressed. Opens it, so that a scan does not start when it cannot be written.
 * -EINVAL: unknown format, or standard output named twice; -EEXIST: the file exists, and `force` is not set; else
 * -errno of the file.
 */
MST_API int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err);

/* Whether any output has been added / goes to standard output. */
MST_API bool mst_report_is_empty(const struct mst_report *report);

/* Writes the parts before the first verdict. */
MST_API int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err);

/*
 * In place of begin, write and end: the whole report of rows that are there already. Of them, those with a wanted state
 * are written; every output reads them from their first, in their order. The config's `journal` is not used. Codes as
 * for begin and end, and the failure of the rows, after which every output has what was read before.
 */
MST_API int mst_report_write_rows(struct mst_report *report, struct mst_rows *rows, struct mst_pairs parameters,
                                  struct mst_pairs summary, struct mst_error *err);

/* Writes verdicts in the order given; count 0 flushes. Usable as mst_result_sink with the report as user. -errno with a
 * sentence that names the output when it cannot be written. When the reader of a pipe leaves, the other outputs are
 * still written; when all readers have left, -EPIPE. */
MST_API int mst_report_write(void *report, const struct mst_result *results, size_t count, struct mst_error *err);

/* For mst_scan_output: takes the number of verdicts of plain silence in place of each, unless an output is written from
 * what mst_report_write gets, and wants these: then 1. Codes as for mst_report_write. */
MST_API int mst_report_silence(void *report, uint64_t count, struct mst_error *err);

/* Reports a name that became known after the verdicts of its address: ndjson writes a record of type `name`. Between
 * begin and end; documents call the config's `name` instead. */
MST_API void mst_report_name(struct mst_report *report, const struct mst_addr *addr, const char *name);

/* Writes the whole documents and the closing summaries, and renames files into place. Every output is tried;
 * the first failure is returned; for readers that left see mst_report_write. */
MST_API int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err);

/* Whether every output was a pipe whose reader left: nothing failed, and nothing remains to be written. */
MST_API bool mst_report_all_left(const struct mst_report *report);

/* The temporary file of the index-th output, to be removed if the process ends early; NULL: it has none. `index` up to
 * the number of outputs added; valid until end. */
MST_API const char *mst_report_unfinished(const struct mst_report *report, size_t index);

/* Removes files that mst_report_end has not completed; streamed files stay, complete to the last line. Accepts NULL. */
MST_API void mst_report_free(struct mst_report *report);

#endif
