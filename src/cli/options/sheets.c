/* SPDX-License-Identifier: BSD-2-Clause */
/* sheets.c - see sheets.h. */
#include "cli/options/sheets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/privilege.h"
#include "cli/common/signals.h"

int mst_sheets_check(const struct mst_words *outputs, const struct mst_sheet_config *config, struct mst_error *err)
{
	bool csv = false;

	if (config->force && !outputs->count)
		return mst_fail(err, -EINVAL, "--force overwrites files, and no file is named: expected --output too");
	for (size_t i = 0; i < outputs->count; i++) {
		unsigned traits;
		int code = mst_report_format_traits(outputs->items[i], &traits, err);

		if (code < 0)
			return code;
		csv |= (traits & MST_FORMAT_CRLF) != 0;
	}
	if ((config->no_header || config->crlf || config->csv_raw) && !csv)
		return mst_fail(err, -EINVAL, "--%s is for CSV: expected an output such as -o csv:-",
		                config->no_header ? "no-header"
		                : config->crlf    ? "csv-crlf"
		                                  : "csv-raw");
	return 0;
}

static int open_one(struct mst_sheets *sheets, const char *output, const struct mst_sheet_config *config,
                    struct mst_error *err)
{
	struct mst_sheet *sheet;
	int code;

	if (sheets->count == MST_SHEETS_MAX)
		return mst_fail(err, -EINVAL, "--output %s: expected at most %d outputs", output, MST_SHEETS_MAX);
	code = mst_sheet_open(&sheet, output, config, err);
	if (code < 0)
		return mst_privilege_explain(err, code);
	if (mst_sheet_unfinished(sheet))
		mst_signals_unfinished(mst_sheet_unfinished(sheet));
	sheets->items[sheets->count++] = sheet;
	sheets->to_stdout |= strcmp(mst_sheet_path(sheet), "-") == 0;
	for (size_t i = 0; i + 1 < sheets->count; i++) {
		if (strcmp(mst_sheet_path(sheets->items[i]), mst_sheet_path(sheet)) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place", output);
	}
	return 0;
}

int mst_sheets_open(struct mst_sheets *sheets, const struct mst_words *outputs, const struct mst_sheet_config *config,
                    struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < outputs->count && code == 0; i++)
		code = open_one(sheets, outputs->items[i], config, err);
	return code;
}

bool mst_sheets_have_files(const struct mst_sheets *sheets)
{
	return sheets->count > (sheets->to_stdout ? 1 : 0);
}

int mst_sheets_write(struct mst_sheets *sheets, const struct mst_sheet_content *content, struct mst_error *err)
{
	int first = 0;

	for (size_t i = 0; i < sheets->count; i++) {
		struct mst_error later;
		int code = mst_sheet_write(sheets->items[i], content, first ? &later : err);

		first = first || code == -EPIPE ? first : code;
	}
	return first;
}

int mst_sheets_event(struct mst_sheets *sheets, const char *type, struct mst_pairs pairs, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < sheets->count && code == 0; i++) {
		code = mst_sheet_event(sheets->items[i], type, pairs, err);
		code = code == -EPIPE ? 0 : code;
	}
	return code;
}

void mst_sheets_close(struct mst_sheets *sheets)
{
	for (size_t i = 0; i < sheets->count; i++)
		mst_sheet_close(sheets->items[i]);
	*sheets = (struct mst_sheets){ 0 };
}

struct mst_pairs *mst_sheet_rows(size_t count, size_t width)
{
	struct mst_pairs *rows = malloc(count * (sizeof *rows + width * sizeof *rows->pairs) + 1);
	struct mst_pair *pairs = rows ? (struct mst_pair *)(rows + count) : NULL;

	for (size_t i = 0; rows && i < count; i++)
		rows[i] = (struct mst_pairs){ .pairs = pairs + i * width, .count = width };
	return rows;
}

struct mst_pair mst_text_pair(const char *name, const char *text)
{
	return (struct mst_pair){ .name = name, .kind = MST_PAIR_TEXT, .text = text && *text ? text : NULL };
}

struct mst_pair mst_count_pair(const char *name, uint64_t count)
{
	return (struct mst_pair){ .name = name, .kind = MST_PAIR_COUNT, .count = count };
}

struct mst_pair mst_real_pair(const char *name, double real)
{
	return (struct mst_pair){ .name = name, .kind = MST_PAIR_REAL, .real = real };
}

struct mst_pair mst_bool_pair(const char *name, bool yes)
{
	return (struct mst_pair){ .name = name, .kind = MST_PAIR_BOOL, .yes = yes };
}

struct mst_pair mst_list_pair(const char *name, const char *const *items, size_t count)
{
	return (struct mst_pair){ .name = name, .kind = MST_PAIR_LIST, .list = { items, count } };
}
