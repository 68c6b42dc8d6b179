/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sheet.h - writes tables other than verdicts as CSV, JSON, NDJSON and pages, to files and standard output.
 *
 *     open ──► event, event, … ──► write ──► close
 *
 * CSV has the first table only, with lists joined by blanks. JSON is one document with parameters, summary, and every
 * table as an array of objects. NDJSON has an object a line, whose `type` is that of an event, the `record` of a table,
 * or "summary": events at once, rows and the summary at the end. A page for a browser (html) has the first table whole,
 * and of the others the first rows.
 */
#ifndef MUSTER_SHEET_H
#define MUSTER_SHEET_H

#include <muster/api.h>
#include <muster/report.h>

/*
 * All rows have the same names in the same order. A text of NULL and a real of NAN are written as null in JSON and as
 * an empty field in CSV; an empty list is [] in JSON.
 */
struct mst_sheet_table {
	const char *name;   /* of the array in JSON */
	const char *record; /* the `type` of a row in NDJSON, clearly different from all other types of that output */
	const char *const *columns; /* names of the columns, closed by NULL */
	const struct mst_pairs *rows;
	size_t count;

	/*
	 * Of a table too large for memory, in place of rows and count: begins with the first row; the next row, false
	 * past the last. Texts are valid until the next call. NULL: rows and count have all.
	 */
	void (*rewind)(void *user);
	bool (*next)(void *user, struct mst_pairs *row);
	void *user;

	/*
	 * For a map on a page, in any order: places with what became of them, "came", "went", "changed" or "same"; an
	 * address may come more than once, the first of these words then counts. NULL: there is no map.
	 */
	void (*rewind_places)(void *user);
	bool (*next_place)(void *user, struct mst_addr *addr, const char **change);
};

struct mst_sheet_content {
	struct mst_pairs parameters, summary;
	const struct mst_sheet_table *tables;
	size_t count; /* at least one */
};

struct mst_sheet_config {
	bool force;     /* overwrite existing files */
	bool crlf;      /* csv: end lines in CR LF, as in RFC 4180, instead of LF */
	bool no_header; /* csv: no line with the names of the columns */
	bool csv_raw;   /* csv: no apostrophe before what spreadsheets take for a formula, and every byte as it is */
};

struct mst_sheet;

/*
 * `FORMAT:PATH`, or a path that ends in .csv, .json, .ndjson or .html; "-" is standard output. Opens it, so that
 * work does not start when it cannot be written. -EINVAL: another format; -EEXIST: the file exists,
 * and `force` is not set;
 * else -errno of the file.
 */
MST_API int mst_sheet_open(struct mst_sheet **sheet, const char *output, const struct mst_sheet_config *config,
                           struct mst_error *err);

/* Writes an event: a line of NDJSON, flushed when this returns; other formats have no events. */
MST_API int mst_sheet_event(struct mst_sheet *sheet, const char *type, struct mst_pairs pairs, struct mst_error *err);

/* The same for an event that is a line of NDJSON already, without its line break. */
MST_API int mst_sheet_line(struct mst_sheet *sheet, const char *line, struct mst_error *err);

/* The path of the output, "-" for standard output. Valid until close. */
MST_API const char *mst_sheet_path(const struct mst_sheet *sheet);

/* Its temporary file, to be removed if the process ends early; NULL: it has none. */
MST_API const char *mst_sheet_unfinished(const struct mst_sheet *sheet);

/* Writes everything, and renames the temporary file to its path. Once. */
MST_API int mst_sheet_write(struct mst_sheet *sheet, const struct mst_sheet_content *content, struct mst_error *err);

/* Removes a temporary file that was not completed. Accepts NULL. */
MST_API void mst_sheet_close(struct mst_sheet *sheet);

#endif
