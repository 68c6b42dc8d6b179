/*
 * sheet.h - tables that are no verdicts, to bytes: CSV, JSON and NDJSON, to files and standard output.
 *
 *     open ──► event, event, … ──► write ──► close
 *
 * CSV holds the first table, a list in it joined by blanks; JSON is one document with parameters, summary, and every table
 * as an array of objects. NDJSON has an object a line, whose `type` is that of an event, what a table calls a row, or
 * "summary": events when they come, rows and the summary at the end.
 */
#ifndef MUSTER_SHEET_H
#define MUSTER_SHEET_H

#include <muster/api.h>
#include <muster/report.h>

/*
 * Rows have the same names in the same order. A text that is NULL and a real that is none (NAN) are empty:
 * null; an empty list is [] in JSON.
 */
struct mst_sheet_table {
	const char *name;   /* of the array in JSON */
	const char *record; /* the `type` of a row in NDJSON: no other type of that output differs from it by a letter only */
	const char *const *columns; /* their names, closed by NULL */
	const struct mst_pairs *rows;
	size_t count;
};

struct mst_sheet_content {
	struct mst_pairs parameters, summary;
	const struct mst_sheet_table *tables;
	size_t count; /* at least one */
};

struct mst_sheet_config {
	bool force;     /* overwrite existing files */
	bool crlf;      /* csv: lines end in CR LF, as RFC 4180 has it, not in LF */
	bool no_header; /* csv: no names of columns */
};

struct mst_sheet;

/*
 * `FORMAT:PATH`, or a path that ends in .csv, .json or .ndjson; "-" is standard output. Opens it, so that what cannot
 * be written is known before there is something to write. -EINVAL: another format; -EEXIST: there is such a
 * file and not `force`; else -errno of the file.
 */
MST_API int mst_sheet_open(struct mst_sheet **sheet, const char *output, const struct mst_sheet_config *config,
	struct mst_error *err);

/* Something that happened: a line of NDJSON, there for readers when this returns; nothing for the other formats. */
MST_API int mst_sheet_event(struct mst_sheet *sheet, const char *type, struct mst_pairs pairs, struct mst_error *err);

/* Where it goes, "-" for standard output. Valid until close. */
MST_API const char *mst_sheet_path(const struct mst_sheet *sheet);

/* The path of its file while that has not got its name yet: worth nothing when the process ends before. NULL: it has none. */
MST_API const char *mst_sheet_unfinished(const struct mst_sheet *sheet);

/* Writes everything, and gives a file its name. Once. */
MST_API int mst_sheet_write(struct mst_sheet *sheet, const struct mst_sheet_content *content, struct mst_error *err);

/* A file that was not written is removed. Accepts NULL. */
MST_API void mst_sheet_close(struct mst_sheet *sheet);

#endif
