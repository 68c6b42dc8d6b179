/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * open.c - mst_rows_open of muster/rows.h: which format a file has, by its first bytes.
 *
 *     8d …               a journal, read in place      ┐
 *     "SQLite format 3"  a database, which SQLite reads ┘ files only
 *     <                  XML of nmap or muster
 *     {                  json or ndjson
 *     anything else      csv, if its first line has a column addr
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/plain_text.h"
#include "import/formats.h"
#include "import/sorted.h"
#include "import/unpack.h"

#define EXPECTED "expected a journal, csv with a header, json, ndjson or sqlite of muster, or XML of muster or nmap"

#define JOURNAL_BYTE 0x8d /* no text begins with it: UTF-8 has none that does */
#define SQLITE_MAGIC "SQLite format 3"
#define PEEKED 4096 /* bytes that show what a file is */

enum content { OF_JOURNAL, OF_SQLITE, OF_XML, OF_JSON, OF_TEXT };

static enum content content_of(const uint8_t *bytes, size_t count)
{
	const char *text = (const char *)bytes;
	size_t at = mst_text_mark(text, count);

	if (count > 0 && bytes[0] == JOURNAL_BYTE)
		return OF_JOURNAL;
	if (count >= sizeof SQLITE_MAGIC && memcmp(text, SQLITE_MAGIC, sizeof SQLITE_MAGIC) == 0)
		return OF_SQLITE;
	while (at < count && text[at] && strchr(" \t\r\n", text[at]))
		at++;
	if (at < count && text[at] == '<')
		return OF_XML;
	return at < count && text[at] == '{' ? OF_JSON : OF_TEXT;
}

/* Whether the first line has a column of this name. Text without the column addr is something else than a report. */
static bool has_column(const uint8_t *bytes, size_t count, const char *name)
{
	const char *at = (const char *)bytes + mst_text_mark((const char *)bytes, count),
		   *end = (const char *)bytes + count;

	while (at < end && *at != '\n') {
		const char *field = at;
		size_t length;

		while (at < end && *at != ',' && *at != '\r' && *at != '\n')
			at++;
		length = (size_t)(at - field);
		if (length > 1 && field[0] == '"' && field[length - 1] == '"') {
			field++;
			length -= 2;
		}
		if (length == strlen(name) && memcmp(field, name, length) == 0)
			return true;
		at += at < end && *at != '\n';
	}
	return false;
}

static int refuse(const struct mst_input *input, struct mst_error *err)
{
	const char *encoding = mst_text_encoding((const char *)input->bytes, input->count);

	if (encoding)
		return mst_fail(err, -EBADMSG, "%s: the file is %s; expected UTF-8 or ASCII", input->name, encoding);
	if (input->count == 0)
		return mst_fail(err, -EBADMSG, "%s is empty; " EXPECTED, input->name);
	return mst_fail(err, -EBADMSG, "%s line 1: none of the formats that muster reads; " EXPECTED, input->name);
}

static int gather_rows(struct mst_gather *gather, struct mst_input *input, enum content content, const char **format,
                       struct mst_error *err)
{
	switch (content) {
	case OF_XML: *format = "nmap-xml"; return mst_import_xml(gather, input, err);
	case OF_JSON: return mst_import_json(gather, input, format, err);
	default:
		*format = "csv";
		return has_column(input->bytes, input->count, "addr") ? mst_import_csv(gather, input, err)
		                                                      : refuse(input, err);
	}
}

static int open_gathered(struct mst_rows **rows, struct mst_input *input, const char *path, const char *run,
                         enum content content, struct mst_error *err)
{
	struct mst_gather gather;
	const char *format = "sqlite";
	int code = mst_gather_init(&gather, input->name, err);

	if (code == 0 && content == OF_SQLITE)
		code = mst_import_sqlite(&gather, path, run, err);
	else if (code == 0)
		code = gather_rows(&gather, input, content, &format, err);
	if (code == 0)
		return mst_sorted_rows(rows, &gather, format, err);
	mst_gather_free(&gather);
	return code;
}

static int refuse_stream(const struct mst_input *input, enum content content, struct mst_error *err)
{
	return mst_fail(err, -EBADMSG, "%s: %s is read in place; expected its file%s", input->name,
	                content == OF_JOURNAL ? "a journal" : "a database", input->unpacker ? ", unpacked" : "");
}

/* `run`: the number behind `path#`; NULL: none. */
static int open_content(struct mst_rows **rows, const char *path, const char *run, struct mst_error *err)
{
	struct mst_input input;
	enum content content;
	int code = mst_input_open(&input, path, err);

	if (code < 0)
		return code;
	content = content_of(input.bytes, input.count);
	if (content <= OF_SQLITE && (input.is_stdin || input.unpacker))
		code = refuse_stream(&input, content, err);
	else if (run && content != OF_SQLITE)
		code = mst_fail(err, -EBADMSG, "%s: no database; expected #%s behind the name of one only", path, run);
	else if (content == OF_JOURNAL)
		code = mst_import_journal(rows, path, err);
	else
		code = open_gathered(rows, &input, path, run, content, err);
	mst_input_close(&input);
	return code;
}

/* Where `#ID` begins, in a path that is no file's name as a whole; NULL: nowhere. */
static const char *run_in(const char *path)
{
	const char *mark = strrchr(path, '#');
	struct stat status;

	return mark && mark > path && stat(path, &status) < 0 && errno == ENOENT ? mark : NULL;
}

int mst_rows_open(struct mst_rows **rows, const char *path, struct mst_error *err)
{
	const char *mark = run_in(path);
	char *file;
	int code;

	*rows = NULL;
	if (!mark)
		return open_content(rows, path, NULL, err);
	file = strndup(path, (size_t)(mark - path));
	if (!file)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", path);
	code = open_content(rows, file, mark + 1, err);
	free(file);
	return code;
}

bool mst_rows_recognise(const char *path)
{
	uint8_t bytes[PEEKED];
	int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	off_t at = fd < 0 ? -1 : lseek(fd, 0, SEEK_CUR);
	ssize_t count = at < 0 ? -1 : pread(fd, bytes, sizeof bytes, at);

	if (fd >= 0)
		(void)close(fd);
	if (run_in(path))
		return true;
	if (count <= 0)
		return false;
	return content_of(bytes, (size_t)count) != OF_TEXT || mst_packing_of(bytes, (size_t)count) ||
	       (has_column(bytes, (size_t)count, "addr") && has_column(bytes, (size_t)count, "state"));
}
