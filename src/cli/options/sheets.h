/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sheets.h - the outputs of a command that writes tables: every -o, opened before there is something to write.
 */
#ifndef MST_CLI_OPTIONS_SHEETS_H
#define MST_CLI_OPTIONS_SHEETS_H

#include <muster/sheet.h>

#include "cli/options/options.h"

#define MST_SHEETS_MAX 8

struct mst_sheets {
	struct mst_sheet *items[MST_SHEETS_MAX];
	size_t count;
	bool to_stdout; /* one of them goes there */
};

/* The option rows -o and --force, for a table whose values hold `struct mst_words outputs;
 * struct mst_sheet_config sheet;`. */
/* In macros the formatter takes rows of a table for code. */
/* clang-format off */
#define MST_SHEETS_OPTIONS(type) \
	{ "output", 'o', MST_OPT_LIST, MST_MEMBER(type, outputs), "OUTPUT", \
	  .meaning = "write results to this file; its suffix, or FORMAT:FILE, chooses csv, json, ndjson or html; " \
	             "FORMAT:- is standard output; a further suffix .gz or .zst compresses it" }, \
	{ "no-header", 0, MST_OPT_FLAG, MST_MEMBER(type, sheet.no_header), NULL, \
	  .meaning = "leave out the line with the names of the columns, of csv" }, \
	{ "csv-crlf", 0, MST_OPT_FLAG, MST_MEMBER(type, sheet.crlf), NULL, \
	  .meaning = "end lines of csv in CR LF, as in RFC 4180", .by_default = "LF" }, \
	{ "csv-raw", 0, MST_OPT_FLAG, MST_MEMBER(type, sheet.csv_raw), NULL, \
	  .meaning = "write text of csv as it was heard, control characters too, without an apostrophe in front of " \
	             "what a spreadsheet takes for a formula (=, +, -, @)" }, \
	{ "force", 0, MST_OPT_FLAG, MST_MEMBER(type, sheet.force), NULL, \
	  .meaning = "overwrite existing files" }
/* clang-format on */

/* -EINVAL when an option has no output that it means. */
int mst_sheets_check(const struct mst_words *outputs, const struct mst_sheet_config *config, struct mst_error *err);

/* Opens each into a zeroed *sheets, which is closed in any case. -EINVAL, -EEXIST, or -errno of a file. */
int mst_sheets_open(struct mst_sheets *sheets, const struct mst_words *outputs, const struct mst_sheet_config *config,
                    struct mst_error *err);

/* Whether one of them is a file, or a pipe other than standard output. */
bool mst_sheets_have_files(const struct mst_sheets *sheets);

/* Writes to every one; the first failure is returned. A reader that left is no failure, here and below. */
int mst_sheets_write(struct mst_sheets *sheets, const struct mst_sheet_content *content, struct mst_error *err);

/* Something that happened, to those of NDJSON. */
int mst_sheets_event(struct mst_sheets *sheets, const char *type, struct mst_pairs pairs, struct mst_error *err);

void mst_sheets_close(struct mst_sheets *sheets);

/* ── rows ── */

/*
 * Columns as one list of X(name, its pair): the names of a table, and what fills a row through `pairs`, which moves on.
 * An expression may use its column's `name`.
 */
#define MST_ROW_NAME(column, pair) column,
#define MST_ROW_PUT(column, expression) \
	{ \
		const char *name = column; \
		*pairs++ = expression; \
	}

/* `count` rows of `width` pairs each, in one piece of memory, freed with free(3). NULL without memory. */
struct mst_pairs *mst_sheet_rows(size_t count, size_t width);

/* A text that is NULL or empty is no value. */
struct mst_pair mst_text_pair(const char *name, const char *text);
struct mst_pair mst_count_pair(const char *name, uint64_t count);
struct mst_pair mst_real_pair(const char *name, double real);
struct mst_pair mst_bool_pair(const char *name, bool yes);

/* The items are borrowed. */
struct mst_pair mst_list_pair(const char *name, const char *const *items, size_t count);

#endif
