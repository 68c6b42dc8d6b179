/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list.c - reads lists from files: one word or more on a line, `#` starts a comment; and targets and excludes from such
 * lists.
 *
 * The file is read in large blocks, and each word is ended with a NUL in place. Only the beginning of a line
 * that a block cut in two is copied.
 */
#include <muster/targets.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/plain_text.h"
#include "target/results.h"
#include "target/zones.h"

#define LINE_MAX_BYTES (1024 * 1024)
#define BLANKS " \t\r\v\f"

struct list {
	mst_list_sink *sink;
	void *user;
	const char *name;            /* of the file, for sentences */
	struct mst_results *results; /* the file may be a report; NULL: it may not */
	int fd;
	uint64_t line; /* the one being read, from 1 */
	size_t filled;
	char *block; /* LINE_MAX_BYTES and a NUL */
};

static int fail_line(const struct list *list, int code, const char *wrong, struct mst_error *err)
{
	return mst_fail_line(err, code, list->name, list->line, wrong);
}

/* A line of a report. */
static int add_result(struct list *list, char *line, struct mst_error *err)
{
	struct mst_error wrong;
	char *addr;
	int code = mst_results_take(list->results, line, &addr, &wrong);

	if (code == 0 && addr)
		code = list->sink(list->user, addr, list->line, &wrong);
	if (code < 0)
		return fail_line(list, code, wrong.text, err);
	list->line++;
	return 0;
}

/* `line` ends with a NUL at `length`. */
static int add_line(struct list *list, char *line, size_t length, struct mst_error *err)
{
	struct mst_error wrong;
	char *rest = line, *text;

	if (strlen(line) != length)
		return fail_line(list, -EINVAL, "a NUL byte; expected a text file", err);
	if (list->results && list->line == 1 && mst_results_begin(list->results, line)) {
		list->line++;
		return 0;
	}
	if (list->results && list->results->kind)
		return add_result(list, line, err);
	line[strcspn(line, "#")] = '\0';
	while ((text = strsep(&rest, BLANKS)) != NULL) {
		int code = *text ? list->sink(list->user, text, list->line, &wrong) : 0;

		if (code < 0)
			return fail_line(list, code, wrong.text, err);
	}
	list->line++;
	return 0;
}

static char *skip_mark(const struct list *list)
{
	return list->block + (list->line == 1 ? mst_text_mark(list->block, list->filled) : 0);
}

/* Takes every whole line of the block and moves what remains to its beginning. */
static int add_lines(struct list *list, struct mst_error *err)
{
	char *line = skip_mark(list), *end = list->block + list->filled, *newline;

	if (list->line == 1 && mst_text_encoding(list->block, list->filled))
		return fail_line(list, -EINVAL, "the file is UTF-16; expected UTF-8 or ASCII", err);
	while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		int code;

		*newline = '\0';
		code = add_line(list, line, (size_t)(newline - line), err);
		if (code < 0)
			return code;
		line = newline + 1;
	}
	list->filled = (size_t)(end - line);
	memmove(list->block, line, list->filled);
	if (list->filled == LINE_MAX_BYTES)
		return fail_line(list, -EINVAL, "longer than 1 MiB; expected fewer targets on a line", err);
	return 0;
}

static int add_all(struct list *list, struct mst_error *err)
{
	char *last;

	for (;;) {
		ssize_t count = read(list->fd, list->block + list->filled, LINE_MAX_BYTES - list->filled);
		int code;

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return mst_fail(err, -errno, "%s: cannot be read: %s", list->name, strerror(errno));
		if (count == 0)
			break;
		list->filled += (size_t)count;
		code = add_lines(list, err);
		if (code < 0)
			return code;
	}
	list->block[list->filled] = '\0';
	last = skip_mark(list);
	return add_line(list, last, list->filled - (size_t)(last - list->block), err);
}

static int open_list(const char *path, struct mst_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return mst_fail(err, -errno, "%s: cannot be opened: %s", path, strerror(errno));
	return fd;
}

static const char *name_of(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

static int read_list(const char *path, struct mst_results *results, mst_list_sink *sink, void *user,
                     struct mst_error *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct list list = { .sink = sink, .user = user, .name = name_of(path), .results = results, .line = 1 };
	int code;

	list.fd = is_stdin ? STDIN_FILENO : open_list(path, err);
	if (list.fd < 0)
		return list.fd;
	list.block = malloc(LINE_MAX_BYTES + 1);
	code = list.block ? add_all(&list, err) : mst_fail(err, -ENOMEM, "%s: no memory to read it", list.name);
	free(list.block);
	if (!is_stdin)
		close(list.fd);
	return code;
}

int mst_list_read(const char *path, mst_list_sink *sink, void *user, struct mst_error *err)
{
	return read_list(path, NULL, sink, user, err);
}

/* ---- targets ---- */

static int add_target(void *user, const char *word, uint64_t line, struct mst_error *err)
{
	struct mst_targets *targets = user;

	targets->line = line;
	return mst_targets_add(targets, word, err);
}

static int add_exclude(void *user, const char *word, uint64_t line, struct mst_error *err)
{
	struct mst_targets *targets = user;

	targets->line = line;
	return mst_targets_exclude(targets, word, err);
}

static int add_file(struct mst_targets *targets, mst_list_sink *sink, const char *path, struct mst_error *err)
{
	struct mst_results results = { .kind = MST_RESULTS_NONE };
	int code;

	targets->file = name_of(path);
	code = read_list(path, sink == add_target ? &results : NULL, sink, targets, err);
	targets->file = NULL;
	if (code == 0 && results.skipped && targets->note_count < MST_NOTES_MAX &&
	    asprintf(&targets->notes[targets->note_count],
	             "%s: %" PRIu64 " results that are neither up nor open were left out", name_of(path),
	             results.skipped) >= 0)
		targets->note_count++;
	return code;
}

int mst_targets_add_file(struct mst_targets *targets, const char *path, struct mst_error *err)
{
	return add_file(targets, add_target, path, err);
}

int mst_targets_exclude_file(struct mst_targets *targets, const char *path, struct mst_error *err)
{
	return add_file(targets, add_exclude, path, err);
}
