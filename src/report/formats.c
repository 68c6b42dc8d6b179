/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * formats.c - the list of formats.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fail.h"
#include "report/writer.h"

/* clang-format off */
#define FORMATS(X) \
	X(csv) \
	X(json) \
	X(ndjson) \
	X(text) \
	X(list) \
	X(hostport) \
	X(nmap_xml) \
	X(grepable) \
	X(sqlite) \
	X(html)
/* clang-format on */

#define DECLARE(name) extern const struct mst_writer mst_writer_##name;
#define LIST(name) &mst_writer_##name,
FORMATS(DECLARE)
static const struct mst_writer *const formats[] = { FORMATS(LIST) };

const struct mst_writer *mst_writer_at(size_t index)
{
	return index < sizeof formats / sizeof formats[0] ? formats[index] : NULL;
}

const char *mst_report_format(size_t index)
{
	const struct mst_writer *writer = mst_writer_at(index);

	return writer ? writer->name : NULL;
}

const char *mst_report_format_brief(size_t index)
{
	const struct mst_writer *writer = mst_writer_at(index);

	return writer ? writer->brief : NULL;
}

const struct mst_writer *mst_writer_named(const char *name, size_t length)
{
	const struct mst_writer *writer;

	for (size_t i = 0; (writer = mst_writer_at(i)); i++) {
		if (strlen(writer->name) == length && memcmp(writer->name, name, length) == 0)
			return writer;
	}
	return NULL;
}

/* Whether the first `length` bytes of a path end with a suffix. */
static bool ends_with(const char *path, size_t length, const char *suffix)
{
	size_t suffix_length = suffix ? strlen(suffix) : 0;

	return suffix && length > suffix_length &&
	       strncasecmp(path + length - suffix_length, suffix, suffix_length) == 0;
}

const struct mst_writer *mst_writer_for_path(const char *path)
{
	size_t length = strlen(path) - mst_compression_suffix(path);
	const struct mst_writer *writer;

	for (size_t i = 0; (writer = mst_writer_at(i)); i++) {
		for (size_t s = 0; s < MST_SUFFIXES_MAX; s++) {
			if (ends_with(path, length, writer->suffixes[s]))
				return writer;
		}
	}
	return NULL;
}

static void add(char *names, size_t size, const char *name)
{
	size_t length = strlen(names);

	snprintf(names + length, size - length, "%s%s", length ? ", " : "", name);
}

static int unknown_format(const char *output, struct mst_error *err)
{
	char names[192] = "", suffixes[128] = "", compressed[32] = "";
	const struct mst_writer *writer;

	for (size_t i = 0; (writer = mst_writer_at(i)); i++) {
		add(names, sizeof names, writer->name);
		for (size_t s = 0; s < MST_SUFFIXES_MAX && writer->suffixes[s]; s++)
			add(suffixes, sizeof suffixes, writer->suffixes[s]);
	}
	for (size_t i = 0; mst_compression_suffix_at(i); i++)
		add(compressed, sizeof compressed, mst_compression_suffix_at(i));
	return mst_fail(err, -EINVAL,
	                "output \"%s\": unknown format; expected FORMAT:FILE with one of %s, or a file name that "
	                "ends in one of %s, and then, to be compressed, in one of %s",
	                output, names, suffixes, compressed);
}

/*
 * The length of the word before a colon, which is a format, even if the file name ends like one. A word with a dash is
 * one only if there is such a format: else it is part of a path, such as 2026-11-29:scan.csv.
 */
static size_t format_length(const char *output)
{
	static const char letters[] = "-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t word = strspn(output, letters);

	if (output[word] != ':' || (memchr(output, '-', word) && !mst_writer_named(output, word)))
		return 0;
	return word;
}

const char *mst_report_path_of(const char *output)
{
	size_t word = format_length(output);

	return word || *output == ':' ? output + word + 1 : output;
}

int mst_writer_of_output(const struct mst_writer **writer, const char **path, const char *output, struct mst_error *err)
{
	size_t word = format_length(output);

	*path = mst_report_path_of(output);
	*writer = *path == output ? mst_writer_for_path(output) : mst_writer_named(output, word);
	if (!*writer)
		return unknown_format(output, err);
	if (!**path)
		return mst_fail(err, -EINVAL,
		                "output \"%s\" names no file; expected FORMAT:FILE, or FORMAT:- for "
		                "standard output",
		                output);
	return 0;
}

int mst_report_format_traits(const char *output, unsigned *traits, struct mst_error *err)
{
	const struct mst_writer *writer;
	const char *path;
	int code = mst_writer_of_output(&writer, &path, output, err);

	if (code == 0)
		*traits = writer->traits;
	return code;
}
